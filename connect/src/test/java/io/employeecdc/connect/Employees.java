package io.employeecdc.connect;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.source.SourceRecord;

/** The table of the contract that ships, and a transformation of its events. */
final class Employees {
  static final int SCHEMA_ID = 42;
  static final Map<String, Integer> KEY = Map.of("emp_id", 7);
  static final Instant NOW = Instant.parse("2026-03-02T00:00:00Z");

  private static final Schema DATE =
      SchemaBuilder.int32().optional().name("io.debezium.time.Date").version(1).build();

  private Employees() {}

  static Events events() {
    return events("email", Schema.OPTIONAL_STRING_SCHEMA);
  }

  /** Of a table whose last column is another. */
  static Events events(String last, Schema schema) {
    return events(DATE, last, schema);
  }

  /** Of a table whose date is of another type. */
  static Events eventsWithDate(Schema date) {
    return events(date, "email", Schema.OPTIONAL_STRING_SCHEMA);
  }

  private static Events events(Schema date, String last, Schema schema) {
    Map<String, Schema> row = new LinkedHashMap<>();
    row.put("emp_id", Schema.INT32_SCHEMA);
    row.put("first_name", Schema.OPTIONAL_STRING_SCHEMA);
    row.put("last_name", Schema.OPTIONAL_STRING_SCHEMA);
    row.put("dob", date);
    row.put("city", Schema.OPTIONAL_STRING_SCHEMA);
    row.put("salary", Schema.OPTIONAL_INT32_SCHEMA);
    row.put(last, schema);
    return new Events("employees", Map.of("emp_id", Schema.INT32_SCHEMA), row);
  }

  static Map<String, Object> row() {
    Map<String, Object> row = new HashMap<>();
    row.put("emp_id", 7);
    row.put("first_name", "Łucja");
    row.put("last_name", null);
    row.put("dob", -1);
    row.put("city", "");
    row.put("salary", Integer.MIN_VALUE);
    return row;
  }

  static Map<String, Object> row(String column, Object value) {
    Map<String, Object> row = row();
    row.put(column, value);
    return row;
  }

  static SourceRecord insert() {
    return events().event("c", KEY, row());
  }

  /** A transformation with these settings beside the schema's id. */
  static ContractRecord transformation(String... settings) {
    Map<String, String> all = new HashMap<>(Map.of("schema.id", String.valueOf(SCHEMA_ID)));
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    ContractRecord transformation = new ContractRecord(Clock.fixed(NOW, ZoneOffset.UTC));
    transformation.configure(all);
    return transformation;
  }
}
