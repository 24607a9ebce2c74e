package io.employeecdc.compatibility.tables;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;

/**
 * A field that is a column.
 *
 * @param type without null
 * @param defaultValue null if there is none, or if it is null
 */
record RowField(String name, Schema type, boolean nullable, boolean key, Object defaultValue) {
  /** The key and the fields of {@code Employee}. */
  static List<RowField> of(Schema employeeCdc) {
    List<RowField> fields = new ArrayList<>();
    fields.add(of(employeeCdc.getField("emp_id"), true));
    Schema employee = withoutNull(employeeCdc.getField("employee").schema());
    employee.getFields().forEach(field -> fields.add(of(field, false)));
    return fields;
  }

  static RowField of(Schema.Field field, boolean key) {
    Object value = field.defaultVal();
    return new RowField(
        field.name(),
        withoutNull(field.schema()),
        field.schema().isNullable(),
        key,
        value == JsonProperties.NULL_VALUE ? null : value);
  }

  /** In words, such as "string or null". */
  String words() {
    return ColumnTypes.kind(type) + (nullable ? " or null" : "");
  }

  /** The default for rows that are there already, as SQL; empty if the schema has none. */
  String defaultClause() {
    if (defaultValue instanceof String text && type.getType() == Schema.Type.STRING) {
      return " default '" + text.replace("'", "''") + "'";
    } else if (defaultValue instanceof Number || defaultValue instanceof Boolean) {
      return type.getLogicalType() == null ? " default " + defaultValue : "";
    }
    return "";
  }

  private static Schema withoutNull(Schema schema) {
    if (!schema.isUnion()) {
      return schema;
    }
    List<Schema> others =
        schema.getTypes().stream().filter(type -> type.getType() != Schema.Type.NULL).toList();
    return others.size() == 1 ? others.get(0) : schema;
  }
}
