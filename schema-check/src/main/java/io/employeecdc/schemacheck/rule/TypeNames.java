package io.employeecdc.schemacheck.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.employeecdc.schemacheck.avsc.SchemaNode;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

public final class TypeNames {
  private static final int LONGEST = 60;

  private TypeNames() {}

  /** What a type is called, such as {@code array of int} or {@code enum Action}. */
  public static String type(Schema schema) {
    return switch (schema.getType()) {
      case RECORD -> "record " + schema.getName();
      case ENUM -> "enum " + schema.getName();
      case FIXED -> "fixed " + schema.getName() + " of " + schema.getFixedSize() + " bytes";
      case ARRAY -> "array of " + type(schema.getElementType());
      case MAP -> "map of " + type(schema.getValueType());
      case UNION -> union(schema.getTypes());
      default -> schema.getType().getName();
    };
  }

  private static String union(List<Schema> branches) {
    if (branches.isEmpty()) {
      return "empty union";
    }
    return branches.size() > 6
        ? "union of " + branches.size() + " types"
        : branches.stream().map(TypeNames::type).collect(Collectors.joining(" or "));
  }

  static String quoted(String name) {
    return "`" + name + "`";
  }

  static String quoted(List<String> names) {
    List<String> shown = names.size() > 10 ? names.subList(0, 10) : names;
    String text = shown.stream().map(TypeNames::quoted).collect(Collectors.joining(", "));
    return names.size() > 10 ? text + " and " + (names.size() - 10) + " more" : text;
  }

  /** The last part of a path: a field's or a type's own name. */
  public static String last(String path) {
    return quoted(path.substring(path.lastIndexOf('.') + 1));
  }

  /**
   * The end of a remedy that puts something back; empty where no record can hold the new, or where
   * one may be an element that must not grow ({@link SchemaSize#leastBytes}).
   */
  static String another(SchemaNode now) {
    boolean isField =
        !now.subject().equals(now.path()) && !"[{".contains(now.subject().substring(0, 1));
    return isField && !now.file().hasElements()
        ? "; what is new goes into another field, with a default"
        : "";
  }

  public static String value(JsonNode value) {
    String text = String.valueOf(value);
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  /** {@code A, B or C} if the conjunction is {@code " or "}; empty for none. */
  public static String list(List<String> words, String conjunction) {
    int last = words.size() - 1;
    return last <= 0
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + conjunction + words.get(last);
  }
}
