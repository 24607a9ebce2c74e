package io.employeecdc.compatibility.golden;

import io.employeecdc.schema.Employee;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** A change as the consumer sees it, in the words of the golden files. */
final class ChangeText {
  private ChangeText() {}

  /** Texts in quotes, dates as dates; of a deleted row only {@code row=deleted}. */
  static Map<String, String> of(Map<String, Object> change) {
    Map<String, String> lines = new LinkedHashMap<>();
    if (change.containsKey("fault")) {
      lines.put("fault", change.get("fault").toString());
      return lines;
    }
    lines.put("action_id", change.get("action_id").toString());
    lines.put("emp_id", change.get("emp_id").toString());
    if (change.get("row") instanceof Map<?, ?> row) {
      for (Schema.Field field : Employee.getClassSchema().getFields()) {
        lines.put(field.name(), text(row.get(field.name()), field.schema()));
      }
    } else {
      lines.put("row", "deleted");
    }
    lines.put("captured_at_micros", change.get("captured_at").toString());
    return lines;
  }

  private static String text(Object value, Schema schema) {
    if (value instanceof String text) {
      return '"' + text + '"';
    } else if (value instanceof Integer days && isDate(schema)) {
      return LocalDate.ofEpochDay(days).toString();
    }
    return String.valueOf(value);
  }

  private static boolean isDate(Schema schema) {
    return schema.isUnion()
        ? schema.getTypes().stream().anyMatch(ChangeText::isDate)
        : schema.getLogicalType() instanceof LogicalTypes.Date;
  }
}
