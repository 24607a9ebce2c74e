package io.employeecdc.pipeline.schema.report;

import io.employeecdc.contract.avsc.FieldSpot;
import io.employeecdc.contract.avsc.Spot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;

/**
 * What one version says about a type, a field or a symbol.
 *
 * @param path from the root's name
 * @param values by attribute, in the order in which they are told; an absent one is not there
 */
record Facts(String path, Map<String, String> values) {
  static final String NAME = "name";
  static final String TYPE = "type";
  static final String DEFAULT = "default";
  static final String DOC = "doc";
  static final String DEPRECATED = "deprecated";

  /** Avro has no word for it: a property or the doc says it. */
  private static final Pattern SAYS_DEPRECATED =
      Pattern.compile("\\bdeprecated\\b", Pattern.CASE_INSENSITIVE);

  static Facts of(Spot type) {
    Schema schema = type.schema();
    Map<String, String> values = new LinkedHashMap<>();
    values.put(NAME, schema.getFullName());
    if (schema.getType() == Schema.Type.FIXED) {
      values.put(TYPE, (schema.getFixedSize() + " bytes " + TypeText.logical(schema)).strip());
    }
    if (schema.getType() == Schema.Type.ENUM && schema.getEnumDefault() != null) {
      values.put(DEFAULT, schema.getEnumDefault());
    }
    describe(values, schema.getDoc(), schema);
    return new Facts(type.path(), values);
  }

  static Facts of(FieldSpot field) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put(NAME, field.name());
    values.put(TYPE, TypeText.of(field.field().schema()));
    if (field.defaultValue() != null) {
      values.put(DEFAULT, field.defaultValue().toString());
    }
    describe(values, field.field().doc(), field.field());
    return new Facts(field.path(), values);
  }

  static Facts ofSymbol(Spot type, String symbol) {
    return new Facts(type.path() + "." + symbol, Map.of(NAME, symbol));
  }

  private static void describe(Map<String, String> values, String doc, JsonProperties properties) {
    Object property = properties.getObjectProp(DEPRECATED);
    boolean marked = property != null && !"false".equals(property.toString());
    if (marked || (doc != null && SAYS_DEPRECATED.matcher(doc).find())) {
      values.put(DEPRECATED, "yes");
    }
    if (doc != null && !doc.isBlank()) {
      values.put(DOC, doc);
    }
  }

  String name() {
    return values.get(NAME);
  }

  /** The attribute's value; empty if it has none. */
  String value(String attribute) {
    return values.getOrDefault(attribute, "");
  }
}
