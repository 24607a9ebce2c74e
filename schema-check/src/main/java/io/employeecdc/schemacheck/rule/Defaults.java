package io.employeecdc.schemacheck.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.employeecdc.schemacheck.avsc.FieldNode;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

public final class Defaults {
  private Defaults() {}

  /** True if Avro's decoder can put the default in a missing field's place. */
  public static boolean readable(FieldNode field) {
    try {
      GenericData.get().getDefaultValue(field.field());
      return true;
    } catch (RuntimeException | StackOverflowError e) {
      return false;
    }
  }

  /** True if there is none or it is what the specification asks for. */
  public static boolean fits(FieldNode field) {
    JsonNode value = field.defaultValue();
    return value == null || (readable(field) && fits(value, field.field().schema()));
  }

  /** Stricter than the decoder: in size, symbols and characters. */
  public static boolean fits(JsonNode value, Schema schema) {
    try {
      return schema.isValidDefault(value) && exact(value, schema);
    } catch (StackOverflowError e) {
      return false;
    }
  }

  /** What Avro does not look at, of a value that has the type's form. */
  private static boolean exact(JsonNode value, Schema schema) {
    return switch (schema.getType()) {
      case ENUM -> schema.hasEnumSymbol(value.textValue());
      case BYTES -> isBytes(value);
      case FIXED -> isBytes(value) && value.textValue().length() == schema.getFixedSize();
      case ARRAY -> value.valueStream().allMatch(v -> exact(v, schema.getElementType()));
      case MAP -> value.valueStream().allMatch(v -> exact(v, schema.getValueType()));
      case UNION -> schema.getTypes().stream().anyMatch(branch -> fits(value, branch));
      case RECORD ->
          schema.getFields().stream()
              .allMatch(f -> !value.has(f.name()) || exact(value.get(f.name()), f.schema()));
      default -> true;
    };
  }

  /** Each character stands for a byte. */
  private static boolean isBytes(JsonNode value) {
    return value.textValue().chars().allMatch(c -> c <= 0xFF);
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
