package io.employeecdc.schematools.report;

import io.employeecdc.schemacheck.avsc.FieldNode;
import io.employeecdc.schemacheck.avsc.SchemaNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/**
 * What one version says about a type, a field or a symbol.
 *
 * @param path from the root's name
 * @param values by attribute, in the order in which they are told; an absent one is not there
 */
record PartFacts(String path, Map<String, String> values) {
  static final String NAME = "name";
  static final String DOC = "doc";
  private static final String TYPE = "type";
  private static final String DEFAULT = "default";
  private static final int LONGEST = 60;

  static PartFacts of(SchemaNode type) {
    Schema schema = type.schema();
    Map<String, String> values = new LinkedHashMap<>();
    values.put(NAME, schema.getFullName());
    if (schema.getType() == Schema.Type.FIXED) {
      values.put(TYPE, (schema.getFixedSize() + " bytes " + logicalType(schema)).strip());
    }
    if (schema.getType() == Schema.Type.ENUM && schema.getEnumDefault() != null) {
      values.put(DEFAULT, schema.getEnumDefault());
    }
    describe(values, schema.getDoc());
    return new PartFacts(type.path(), values);
  }

  static PartFacts of(FieldNode field) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put(NAME, field.name());
    values.put(TYPE, typeText(field.field().schema()));
    if (field.defaultValue() != null) {
      values.put(DEFAULT, field.defaultValue().toString());
    }
    describe(values, field.field().doc());
    return new PartFacts(field.path(), values);
  }

  static PartFacts ofSymbol(SchemaNode type, String symbol) {
    return new PartFacts(type.path() + "." + symbol, Map.of(NAME, symbol));
  }

  private static void describe(Map<String, String> values, String doc) {
    if (doc != null && !doc.isBlank()) {
      values.put(DOC, doc);
    }
  }

  /** Such as {@code null or int date}, {@code array<string>} or {@code Employee}. */
  private static String typeText(Schema schema) {
    String plain =
        switch (schema.getType()) {
          case RECORD, ENUM, FIXED -> schema.getName();
          case ARRAY -> "array<" + typeText(schema.getElementType()) + ">";
          case MAP -> "map<" + typeText(schema.getValueType()) + ">";
          case UNION ->
              schema.getTypes().stream()
                  .map(PartFacts::typeText)
                  .collect(Collectors.joining(" or "));
          default -> schema.getType().getName();
        };
    return (plain + " " + logicalType(schema)).strip();
  }

  private static String logicalType(Schema schema) {
    String name = schema.getType() == Schema.Type.UNION ? null : schema.getProp("logicalType");
    if (name == null) {
      return "";
    }
    Object scale = schema.getObjectProp("scale");
    return name.equals("decimal")
        ? "decimal(%s,%s)".formatted(schema.getObjectProp("precision"), scale == null ? 0 : scale)
        : name;
  }

  String name() {
    return values.get(NAME);
  }

  String doc() {
    return values.getOrDefault(DOC, "");
  }

  /** What it is: its type and default. Empty for a symbol, which is its name. */
  String words() {
    List<String> words = new ArrayList<>();
    if (values.containsKey(TYPE)) {
      words.add(quoted(values.get(TYPE)));
    }
    if (values.containsKey(DEFAULT)) {
      words.add("default " + quoted(values.get(DEFAULT)));
    }
    return String.join(", ", words);
  }

  static String quoted(String value) {
    String text = value.replace('`', '\'');
    return "`" + (text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…") + "`";
  }
}
