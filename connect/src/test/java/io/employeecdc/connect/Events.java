package io.employeecdc.connect;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Events of one table as Debezium's PostgreSQL connector 3.6 makes them, with its schemas and
 * offsets.
 */
final class Events {
  static final long PLACE = 0x1_0000_0028L;
  static final long COMMIT = 0x1_0000_0010L;
  static final long COMMITTED_AT = 1_772_323_199_123_456L;
  static final long TRANSACTION = 771;

  private static final Schema SOURCE =
      SchemaBuilder.struct()
          .name("io.debezium.connector.postgresql.Source")
          .version(1)
          .field("version", Schema.STRING_SCHEMA)
          .field("connector", Schema.STRING_SCHEMA)
          .field("name", Schema.STRING_SCHEMA)
          .field("ts_ms", Schema.INT64_SCHEMA)
          .field("snapshot", Schema.OPTIONAL_STRING_SCHEMA)
          .field("db", Schema.STRING_SCHEMA)
          .field("sequence", Schema.OPTIONAL_STRING_SCHEMA)
          .field("ts_us", Schema.OPTIONAL_INT64_SCHEMA)
          .field("ts_ns", Schema.OPTIONAL_INT64_SCHEMA)
          .field("schema", Schema.STRING_SCHEMA)
          .field("table", Schema.STRING_SCHEMA)
          .field("txId", Schema.OPTIONAL_INT64_SCHEMA)
          .field("lsn", Schema.OPTIONAL_INT64_SCHEMA)
          .field("xmin", Schema.OPTIONAL_INT64_SCHEMA)
          .field("origin", Schema.OPTIONAL_STRING_SCHEMA)
          .field("origin_lsn", Schema.OPTIONAL_INT64_SCHEMA)
          .build();

  private final String table;
  private final Schema key;
  private final Schema row;
  private final Schema envelope;

  /**
   * @param key fields of the key, which are the row's as well
   * @param row fields of the row
   */
  Events(String table, Map<String, Schema> key, Map<String, Schema> row) {
    this.table = table;
    this.key = struct("Key", key).build();
    this.row = struct("Value", row).optional().build();
    this.envelope =
        SchemaBuilder.struct()
            .name("cdc.public." + table + ".Envelope")
            .version(2)
            .field("before", this.row)
            .field("after", this.row)
            .field("source", SOURCE)
            .field("op", Schema.STRING_SCHEMA)
            .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
            .field("ts_us", Schema.OPTIONAL_INT64_SCHEMA)
            .field("ts_ns", Schema.OPTIONAL_INT64_SCHEMA)
            .build();
  }

  private SchemaBuilder struct(String kind, Map<String, Schema> fields) {
    SchemaBuilder builder = SchemaBuilder.struct().name("cdc.public." + table + "." + kind);
    fields.forEach(builder::field);
    return builder;
  }

  /** An event of an operation ({@code r}, {@code c}, {@code u}, {@code d}, {@code t}). */
  SourceRecord event(String operation, Map<String, ?> key, Map<String, ?> after) {
    return event(operation, key, after, source -> {});
  }

  SourceRecord event(
      String operation, Map<String, ?> key, Map<String, ?> after, Consumer<Struct> change) {
    Struct source =
        new Struct(SOURCE)
            .put("version", "3.6.0.Final")
            .put("connector", "postgresql")
            .put("name", "cdc")
            .put("ts_ms", COMMITTED_AT / 1000)
            .put("ts_us", COMMITTED_AT)
            .put("ts_ns", COMMITTED_AT * 1000)
            .put("db", "source")
            .put("schema", "public")
            .put("table", table)
            .put("txId", TRANSACTION)
            .put("lsn", PLACE);
    change.accept(source);
    Struct value = new Struct(envelope).put("op", operation).put("source", source);
    if (after != null) {
      value.put("after", struct(row, after));
    }
    Struct ofKey = key == null ? null : struct(this.key, key);
    return new SourceRecord(
        Map.of("server", "cdc"),
        offset(source),
        "cdc.public." + table,
        null,
        key == null ? null : this.key,
        ofKey,
        envelope,
        value);
  }

  /** What follows a DELETE: it shares all but the value with it. */
  SourceRecord tombstone(SourceRecord deleted) {
    return deleted.newRecord(
        deleted.topic(),
        deleted.kafkaPartition(),
        deleted.keySchema(),
        deleted.key(),
        null,
        null,
        deleted.timestamp(),
        deleted.headers());
  }

  private static Struct struct(Schema schema, Map<String, ?> values) {
    Struct struct = new Struct(schema);
    values.forEach(struct::put);
    return struct;
  }

  private static Map<String, Object> offset(Struct source) {
    Map<String, Object> offset = new HashMap<>();
    offset.put("ts_usec", COMMITTED_AT);
    offset.put("txId", source.get("txId"));
    offset.put("lsn", source.get("lsn"));
    offset.put("lsn_proc", source.get("lsn"));
    offset.put("lsn_commit", COMMIT);
    offset.put("messageType", "INSERT");
    return offset;
  }
}
