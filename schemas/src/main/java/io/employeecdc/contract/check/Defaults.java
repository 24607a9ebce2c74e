package io.employeecdc.contract.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.employeecdc.contract.avsc.FieldSpot;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Whether a default is a value of its field's type. */
final class Defaults {
  private Defaults() {}

  /** True if Avro's decoder can put the default in a missing field's place. */
  static boolean readable(FieldSpot field) {
    try {
      GenericData.get().getDefaultValue(field.field());
      return true;
    } catch (RuntimeException | StackOverflowError e) {
      return false;
    }
  }

  /** True if the default is what the specification asks for; stricter than the decoder. */
  static boolean fits(FieldSpot field) {
    JsonNode value = field.defaultValue();
    try {
      return value == null || (readable(field) && field.field().schema().isValidDefault(value));
    } catch (StackOverflowError e) {
      return false;
    }
  }

  /** An example of a default for a type, as JSON; null where none is obvious. */
  static String example(Schema schema) {
    return switch (schema.getType()) {
      case STRING, BYTES -> "\"\"";
      case INT, LONG -> "0";
      case FLOAT, DOUBLE -> "0.0";
      case BOOLEAN -> "false";
      case NULL -> "null";
      case ARRAY -> "[]";
      case MAP -> "{}";
      case ENUM -> schema.getEnumSymbols().isEmpty() ? null : symbol(schema);
      case UNION -> schema.getTypes().isEmpty() ? null : example(schema.getTypes().get(0));
      default -> null;
    };
  }

  private static String symbol(Schema schema) {
    String fallback = schema.getEnumDefault();
    return "\"" + (fallback == null ? schema.getEnumSymbols().get(0) : fallback) + "\"";
  }
}
