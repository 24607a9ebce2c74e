package io.employeecdc.schematools.report;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** A value of a schema in which nothing is null that may be something else. */
final class SampleRecord {
  /** What is usual for a logical type: a day of this century, or a moment of it. */
  private static final Map<String, Long> LOGICAL =
      Map.of(
          "date", 20_779L,
          "time-millis", 43_200_895L,
          "time-micros", 43_200_895_054L,
          "timestamp-millis", 1_795_347_800_895L,
          "timestamp-micros", 1_795_347_800_895_054L,
          "timestamp-nanos", 1_795_347_800_895_054_000L);

  /** Beyond this depth whatever may be empty is. */
  private static final int DEEPEST = 5;

  private static final int MOST_VALUES = 50_000;

  private final Set<String> open = new HashSet<>();
  private int values;

  /** What a schema has that contains itself, has no branch or symbol, or is too large. */
  private static final Object NONE = new Object();

  /** Empty if there is none. */
  static Optional<Object> of(Schema schema) {
    return Optional.ofNullable(new SampleRecord().value(schema)).filter(v -> v != NONE);
  }

  private Object value(Schema schema) {
    if (++values > MOST_VALUES) {
      return NONE;
    }
    return switch (schema.getType()) {
      case RECORD -> record(schema);
      case UNION -> branch(schema);
      case ENUM ->
          schema.getEnumSymbols().stream()
              .findFirst()
              .<Object>map(symbol -> new GenericData.EnumSymbol(schema, symbol))
              .orElse(NONE);
      case ARRAY -> {
        List<Object> items = new ArrayList<>();
        element(schema.getElementType()).ifPresent(items::add);
        yield new GenericData.Array<>(schema, items);
      }
      case MAP ->
          element(schema.getValueType())
              .<Map<String, Object>>map(value -> Map.of("sample", value))
              .orElse(Map.of());
      case INT -> LOGICAL.getOrDefault(logicalType(schema), 1_000_000L).intValue();
      case LONG -> LOGICAL.getOrDefault(logicalType(schema), 1_000_000L);
      case STRING ->
          logicalType(schema).equals("uuid") ? "00000000-0000-4000-8000-000000004711" : "sample";
      case BYTES ->
          ByteBuffer.wrap(
              logicalType(schema).equals("decimal")
                  ? BigInteger.valueOf(1_234_567).toByteArray()
                  : "sample".getBytes(StandardCharsets.UTF_8));
      case FIXED -> new GenericData.Fixed(schema, new byte[schema.getFixedSize()]);
      case FLOAT -> 1.5f;
      case DOUBLE -> 1.5;
      case BOOLEAN -> true;
      case NULL -> null;
    };
  }

  private static String logicalType(Schema schema) {
    return String.valueOf(schema.getProp("logicalType")).replaceFirst("^local-", "");
  }

  private Object record(Schema schema) {
    if (!open.add(schema.getFullName())) {
      return NONE;
    }
    GenericData.Record record = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      record.put(field.pos(), value(field.schema()));
    }
    open.remove(schema.getFullName());
    boolean whole = schema.getFields().stream().noneMatch(f -> record.get(f.pos()) == NONE);
    return whole ? record : NONE;
  }

  private Optional<Object> element(Schema schema) {
    return open.size() >= DEEPEST
        ? Optional.empty()
        : Optional.ofNullable(value(schema)).filter(v -> v != NONE);
  }

  private Object branch(Schema union) {
    boolean nullable = union.isNullable();
    for (Schema branch : union.getTypes()) {
      if (branch.getType() != Schema.Type.NULL && !(nullable && open.size() >= DEEPEST)) {
        Object value = value(branch);
        if (value != NONE) {
          return value;
        }
      }
    }
    return nullable ? null : NONE;
  }
}
