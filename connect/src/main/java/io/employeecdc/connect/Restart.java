package io.employeecdc.connect;

import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * From where Debezium reads after a restart: from the beginning of the transaction.
 *
 * <p>Of itself it goes on behind the place in the log of the last event that Connect has noted, and
 * takes that place for done. But the rows of one COPY share a place, as do the two events of a
 * changed primary key: if Connect ended between them, the others would never come. So every record
 * says in its offset what Debezium says at the commit before, heartbeats and rows of incremental
 * snapshots too: they come between a transaction's events, with the place of the last. What then
 * comes again has the same {@code action_id}, and the consumer counts it as a duplicate.
 */
final class Restart {
  private static final String COMMIT = "lsn_commit";
  private static final String DONE = "lsn_proc";
  private static final String MESSAGE = "messageType";
  private static final String COMMITTED_AT = "ts_usec";

  private Restart() {}

  /** Takes the place of the last event out of an offset. A first snapshot's stays as it is. */
  static void withTransaction(Map<String, ?> offset) {
    if (!offset.containsKey(MESSAGE) || offset.containsKey("snapshot")) {
      return;
    }
    @SuppressWarnings("unchecked")
    Map<String, Object> changed = (Map<String, Object>) offset;
    try {
      Object commit = changed.get(COMMIT);
      if (commit == null) {
        changed.remove(DONE);
      } else {
        changed.put("lsn", commit);
        changed.put(DONE, commit);
        changed.put(MESSAGE, "COMMIT");
      }
    } catch (UnsupportedOperationException e) {
      throw new ConnectException(
          "the offset of an event cannot be set back to its transaction; use Debezium 3.6", e);
    }
  }

  /** Where the commit before the offset's transaction ends in the log; 0 if there was none. */
  static long commitBefore(Map<String, ?> offset) {
    return offset.get(COMMIT) instanceof Number bytes ? bytes.longValue() : 0;
  }

  /** When the offset's event was committed, in microseconds since 1970; null if it is not said. */
  static Long committedAt(Map<String, ?> offset) {
    return offset.get(COMMITTED_AT) instanceof Number micros ? micros.longValue() : null;
  }
}
