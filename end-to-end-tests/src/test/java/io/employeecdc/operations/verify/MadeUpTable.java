package io.employeecdc.operations.verify;

import io.employeecdc.contract.table.CapturedTable;
import org.apache.avro.Schema;

/** The table {@code things} of a contract that is made up for a test. */
final class MadeUpTable {
  private static final String CONTRACT =
      """
      {"type": "record", "name": "ThingCDC", "namespace": "sample", "fields": [
        {"name": "action_id", "type": "long"},
        %s,
        {"name": "action", "type": {"type": "enum", "name": "ThingAction", "default": "UNKNOWN",
          "symbols": ["UNKNOWN", "SNAPSHOT", "INSERT", "UPDATE", "DELETE"]}},
        {"name": "things", "default": null, "type": ["null",
          {"type": "record", "name": "Thing", "fields": [%s]}]},
        {"name": "captured_at", "type": {"type": "long", "logicalType": "timestamp-micros"}}]}""";

  private MadeUpTable() {}

  /**
   * A table.
   *
   * @param key fields of the envelope
   * @param columns fields of the row
   */
  static CapturedTable of(String key, String columns) {
    return CapturedTable.of(new Schema.Parser().parse(CONTRACT.formatted(key, columns)));
  }

  /** A field without a logical type; the SQL type may be null. */
  static String field(String name, String type, String sqlType) {
    return "{\"name\": \"%s\", \"type\": %s%s}"
        .formatted(name, type, sqlType == null ? "" : ", \"sqlType\": \"%s\"".formatted(sqlType));
  }
}
