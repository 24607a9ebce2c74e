package io.employeecdc.connect;

import io.employeecdc.contract.table.ChangeEncoder;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * What Debezium says of one change of one row.
 *
 * @param debezium its version, such as 3.6.0.Final
 * @param schema of the table
 * @param table without its schema
 * @param action the first letter of the contract's action, or {@link #TRUNCATE}
 * @param key the row's key; null for a TRUNCATE
 * @param row as it is after the change; null for a DELETE
 * @param place the change's own place in the log; null for a row of a snapshot, which has none
 * @param commitBefore where the commit before its transaction ends in the log; 0 if there was none
 * @param capturedAt when it was committed, or read for a snapshot, in microseconds since 1970
 * @param transaction its id without the epoch; null where Debezium does not say it
 */
record ChangeEvent(
    String debezium,
    String schema,
    String table,
    char action,
    Struct key,
    Struct row,
    Long place,
    long commitBefore,
    long capturedAt,
    Long transaction) {
  static final char TRUNCATE = 'T';
  static final char SNAPSHOT = 'S';

  private static final String ENVELOPE = ".Envelope";

  /** The event in a record; empty if it is about something else than a table. */
  static Optional<ChangeEvent> of(SourceRecord record) {
    if (!(record.value() instanceof Struct value)
        || value.schema().name() == null
        || !value.schema().name().endsWith(ENVELOPE)) {
      if (record.value() instanceof Struct) {
        return Optional.empty();
      }
      throw new ConnectException(
          "what comes from the connector is no change event of Debezium's; this transformation has to be the first");
    }
    try {
      return Optional.of(of(record, value));
    } catch (DataException e) {
      throw new ConnectException("an event is not as Debezium 3.6 makes it: " + e.getMessage(), e);
    }
  }

  private static ChangeEvent of(SourceRecord record, Struct value) {
    Struct source = said("source", value.getStruct("source"));
    char action = action(said("op", value.getString("op")));
    Struct row = struct(value, "after");
    boolean hasRow = action != ChangeEncoder.DELETE && action != TRUNCATE;
    return new ChangeEvent(
        said("version", source.getString("version")),
        said("schema", source.getString("schema")),
        said("table", source.getString("table")),
        action,
        record.key() instanceof Struct key ? key : null,
        hasRow ? said("after", row) : row,
        action == SNAPSHOT ? null : source.getInt64("lsn"),
        Restart.commitBefore(record.sourceOffset()),
        said("ts_us", source.getInt64("ts_us")),
        source.getInt64("txId"));
  }

  private static <T> T said(String field, T value) {
    if (value == null) {
      throw new DataException(field + " is not said");
    }
    return value;
  }

  private static Struct struct(Struct value, String field) {
    Field there = value.schema().field(field);
    return there == null ? null : value.getStruct(field);
  }

  private static char action(String operation) {
    return switch (operation) {
      case "r" -> SNAPSHOT;
      case "c" -> 'I';
      case "u" -> 'U';
      case "d" -> 'D';
      case "t" -> TRUNCATE;
      default ->
          throw new ConnectException("Debezium's operation '%s' is not known".formatted(operation));
    };
  }

  /** In words, for a message. */
  String where() {
    return place == null ? "a snapshot" : "%X/%X".formatted(place >>> 32, place & 0xFFFF_FFFFL);
  }
}
