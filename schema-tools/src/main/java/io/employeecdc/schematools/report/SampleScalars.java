package io.employeecdc.schematools.report;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/**
 * Values for types without parts: those of a usual employee where a field is known, else one that
 * is usual for the type. The same field has the same value in every version.
 */
final class SampleScalars {
  private static final Map<String, Object> KNOWN =
      Map.of(
          "action_id", 4_711_000L,
          "emp_id", 10_001L,
          "first_name", "Georgi",
          "last_name", "Facello",
          "dob", -5_965L,
          "city", "Zürich",
          "salary", 121_000L,
          "captured_at", 1_795_347_800_895_054L,
          "transaction_id", 1_200_345L);

  private static final Map<String, Long> LOGICAL =
      Map.of(
          "date", 20_779L,
          "time-millis", 43_200_895L,
          "time-micros", 43_200_895_054L,
          "timestamp-millis", 1_795_347_800_895L,
          "timestamp-micros", 1_795_347_800_895_054L,
          "timestamp-nanos", 1_795_347_800_895_054_000L,
          "local-timestamp-millis", 1_795_347_800_895L,
          "local-timestamp-micros", 1_795_347_800_895_054L,
          "local-timestamp-nanos", 1_795_347_800_895_054_000L);

  private SampleScalars() {}

  /** The field is the one that it is for, so that a renamed one keeps its value; null for none. */
  static Object of(Schema schema, Schema.Field field) {
    return switch (schema.getType()) {
      case INT -> (int) number(schema, field, 1_000);
      case LONG -> number(schema, field, 1_000_000);
      case STRING -> known(field) instanceof String text ? text : text(schema);
      case BYTES -> ByteBuffer.wrap(bytes(schema));
      case FIXED -> new GenericData.Fixed(schema, new byte[schema.getFixedSize()]);
      case FLOAT -> 1.5f;
      case DOUBLE -> 1.5;
      case BOOLEAN -> true;
      case NULL -> null;
      default -> throw new IllegalArgumentException(schema.getType() + " has parts");
    };
  }

  private static long number(Schema schema, Schema.Field field, long usual) {
    Long logical = LOGICAL.get(String.valueOf(schema.getProp("logicalType")));
    long fallback = logical == null ? usual : logical;
    long value = known(field) instanceof Long number ? number : fallback;
    boolean fits = schema.getType() == Schema.Type.LONG || value == (int) value;
    return fits ? value : usual;
  }

  private static String text(Schema schema) {
    return "uuid".equals(schema.getProp("logicalType"))
        ? "00000000-0000-4000-8000-000000004711"
        : "sample";
  }

  private static byte[] bytes(Schema schema) {
    return "decimal".equals(schema.getProp("logicalType"))
        ? BigInteger.valueOf(1_234_567).toByteArray()
        : "sample".getBytes(StandardCharsets.UTF_8);
  }

  private static Object known(Schema.Field field) {
    if (field == null) {
      return null;
    }
    if (KNOWN.containsKey(field.name())) {
      return KNOWN.get(field.name());
    }
    return field.aliases().stream()
        .filter(KNOWN::containsKey)
        .map(KNOWN::get)
        .findFirst()
        .orElse(null);
  }
}
