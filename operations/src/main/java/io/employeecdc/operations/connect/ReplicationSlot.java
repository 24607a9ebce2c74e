package io.employeecdc.operations.connect;

import io.employeecdc.runtime.database.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * A replication slot of the source.
 *
 * @param at the moment of the source at which it was so
 * @param end where the log ended then, in bytes: all that was committed lies before it
 * @param done up to where the connector has published all
 * @param retained bytes of the log that are kept for it
 * @param reader the server's process for whoever reads it; null if nobody does
 * @param lost whether what it had not sent is gone
 */
public record ReplicationSlot(
    Instant at, long end, long done, long retained, Integer reader, boolean lost) {
  private static final String SQL =
      """
      with log as (select pg_current_wal_insert_lsn() as place)
      select extract(epoch from now()), place - '0/0'::pg_lsn, coalesce(confirmed_flush_lsn - '0/0'::pg_lsn, 0),
        coalesce(place - restart_lsn, 0), active_pid, coalesce(wal_status = 'lost', false)
      from log, pg_replication_slots where slot_name = ? and database = current_database()
      """;

  /**
   * Says something in the log that is nobody's change, so that the connector notes how far it has
   * come also while nothing is written: it notes the commit before.
   */
  public static void mark(Connection source) throws SQLException {
    Query.one(source, "select pg_logical_emit_message(true, 'cdc', '')", row -> row.getString(1));
  }

  /** As it is now; empty if the database has none of this name. */
  public static Optional<ReplicationSlot> of(Connection source, String name) throws SQLException {
    return Query.all(
            source,
            SQL,
            row ->
                new ReplicationSlot(
                    Instant.ofEpochMilli(Math.round(row.getDouble(1) * 1000)),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getObject(5, Integer.class),
                    row.getBoolean(6)),
            name)
        .stream()
        .findFirst();
  }

  /** Whether somebody reads it. */
  boolean active() {
    return reader != null;
  }

  /** The same, where what it had not sent is gone although the server does not know it. */
  ReplicationSlot asLost() {
    return new ReplicationSlot(at, end, done, retained, reader, true);
  }

  /** Bytes of the log that are not published; they may be of other tables. */
  long behind() {
    return Math.max(0, end - done);
  }

  /** What is wrong with it; empty if nothing is. */
  static Optional<String> problem(Optional<ReplicationSlot> slot, String name) {
    if (slot.isEmpty()) {
      return Optional.of("there is no slot " + name);
    }
    if (slot.get().lost) {
      return Optional.of(
          "slot %s is lost; see 'A slot that is lost' in docs/capture.md".formatted(name));
    }
    return slot.get().active()
        ? Optional.empty()
        : Optional.of("slot %s is read by nobody".formatted(name));
  }
}
