package io.employeecdc.pipeline.schema.report;

import java.util.stream.Collectors;
import org.apache.avro.Schema;

/** A type in one line, as short as it can be said. */
final class TypeText {
  private TypeText() {}

  /** Such as {@code null or int date}, {@code array<string>} or {@code Employee}. */
  static String of(Schema schema) {
    String plain =
        switch (schema.getType()) {
          case RECORD, ENUM, FIXED -> schema.getName();
          case ARRAY -> "array<" + of(schema.getElementType()) + ">";
          case MAP -> "map<" + of(schema.getValueType()) + ">";
          case UNION ->
              schema.getTypes().stream().map(TypeText::of).collect(Collectors.joining(" or "));
          default -> schema.getType().getName();
        };
    String logical = logical(schema);
    return logical.isEmpty() ? plain : plain + " " + logical;
  }

  /** The logical type with its parameters; empty if there is none. */
  static String logical(Schema schema) {
    String name = schema.getType() == Schema.Type.UNION ? null : schema.getProp("logicalType");
    if (name == null) {
      return "";
    }
    Object scale = schema.getObjectProp("scale");
    return name.equals("decimal")
        ? "decimal(%s,%s)".formatted(schema.getObjectProp("precision"), scale == null ? 0 : scale)
        : name;
  }
}
