package io.employeecdc.schematools.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Makes a record of any schema, always the same one. */
final class SampleRecord {
  /** Beyond this depth whatever may be empty is. */
  private static final int DEEPEST = 5;

  private static final int MOST_VALUES = 50_000;

  private final SampleKind kind;
  private final Set<String> open = new HashSet<>();
  private int values;

  private SampleRecord(SampleKind kind) {
    this.kind = kind;
  }

  /** It contains itself, has no branch or symbol, or is too large. */
  private static final class NoValueException extends Exception {}

  /** A value of the schema; empty if there is none of this kind. */
  static Optional<Object> of(Schema schema, SampleKind kind) {
    if (kind == SampleKind.DELETE && !tellsOfDeletes(schema)) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(new SampleRecord(kind).value(schema, null));
    } catch (NoValueException e) {
      return Optional.empty();
    }
  }

  private static boolean tellsOfDeletes(Schema schema) {
    return schema.getType() == Schema.Type.RECORD
        && schema.getFields().stream()
            .map(Schema.Field::schema)
            .anyMatch(s -> s.getType() == Schema.Type.ENUM && s.hasEnumSymbol("DELETE"));
  }

  private Object value(Schema schema, Schema.Field field) throws NoValueException {
    if (++values > MOST_VALUES) {
      throw new NoValueException();
    }
    return switch (schema.getType()) {
      case RECORD -> record(schema);
      case UNION -> branch(schema, field);
      case ENUM -> new GenericData.EnumSymbol(schema, symbol(schema));
      case ARRAY -> {
        List<Object> items = new ArrayList<>();
        element(schema.getElementType()).ifPresent(items::add);
        yield new GenericData.Array<>(schema, items);
      }
      case MAP ->
          element(schema.getValueType())
              .<Map<String, Object>>map(value -> Map.of("sample", value))
              .orElse(Map.of());
      default -> SampleScalars.of(schema, field);
    };
  }

  private Object record(Schema schema) throws NoValueException {
    if (!open.add(schema.getFullName())) {
      throw new NoValueException();
    }
    try {
      GenericData.Record record = new GenericData.Record(schema);
      for (Schema.Field field : schema.getFields()) {
        record.put(field.pos(), value(field.schema(), field));
      }
      return record;
    } finally {
      open.remove(schema.getFullName());
    }
  }

  private Optional<Object> element(Schema schema) {
    if (open.size() >= DEEPEST) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(value(schema, null));
    } catch (NoValueException e) {
      return Optional.empty();
    }
  }

  private Object branch(Schema union, Schema.Field field) throws NoValueException {
    boolean nullable = union.isNullable();
    for (Schema branch : union.getTypes()) {
      if (branch.getType() != Schema.Type.NULL && !(nullable && leaveNull(branch))) {
        try {
          return value(branch, field);
        } catch (NoValueException e) {
          // The next branch may have one.
        }
      }
    }
    if (nullable) {
      return null;
    }
    throw new NoValueException();
  }

  /** A record directly in the root is the row: the one that a DELETE has not. */
  private boolean leaveNull(Schema branch) {
    boolean row = open.size() == 1 && branch.getType() == Schema.Type.RECORD;
    return switch (kind) {
      case FULL -> open.size() >= DEEPEST;
      case DELETE -> row || open.size() >= DEEPEST;
      case NULLS -> !row;
    };
  }

  private String symbol(Schema schema) throws NoValueException {
    String usual = kind == SampleKind.DELETE ? "DELETE" : "UPDATE";
    if (schema.hasEnumSymbol(usual)) {
      return usual;
    }
    return schema.getEnumSymbols().stream().findFirst().orElseThrow(NoValueException::new);
  }
}
