package io.employeecdc.connect;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * From where Debezium reads after a restart: from the beginning of the transaction.
 *
 * <p>Of itself it goes on behind the place in the log of the last event that Connect has noted, and
 * takes that place for done. But the rows of one COPY share a place, as do the two events of a
 * changed primary key: if Connect ended between them, the others would never come. So every record
 * says in its offset where the commit before its transaction ended, heartbeats and rows of
 * incremental snapshots too: they come between a transaction's events, with the place of the last.
 * What then comes again has the same {@code action_id}, and the consumer counts it as a duplicate.
 *
 * <p>Connect notes that end as the place of a message, behind which Debezium goes on with the first
 * thing that the server sends: all that commits later, from its beginning. As of a change or a
 * commit it would look for what follows that place: there a row of another transaction may begin,
 * and it would go on behind that one, without what its transaction had written before; and it would
 * read a whole transaction to find it. Nor may it be a place before, which no event has: an idle
 * server lets the slot begin at the very end, and Debezium asks at a start whether its slot reaches
 * back to what is done.
 *
 * <p>Where there was no commit before, the place of the first change stands for its end: all that
 * was open there commits behind it, and no slot that begins there is further. Without one Debezium
 * does not ask at a start whether its slot still reaches back so far, and goes on with a slot that
 * somebody has made again, without what was written between. So the last row of a first snapshot
 * says one as well, and the heartbeat after it, should that row be dropped.
 */
final class Restart {
  private static final String PLACE = "lsn";
  private static final String COMMIT = "lsn_commit";
  private static final String DONE = "lsn_proc";
  private static final String MESSAGE = "messageType";

  /** Debezium after 3.6 counts what it has done of the place, and would pass over as much of it. */
  private static final String EVENTS_DONE = "lsn_events_processed";

  private static final String COMMITTED_AT = "ts_usec";
  private static final String SNAPSHOT = "snapshot";
  private static final String LAST = "last_snapshot_record";
  private static final long BEFORE_EVERY_SLOT = 1;
  private static final Pattern VERSION = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.");

  /** What stands for the commit before the first transaction; null until it has been read. */
  private Long beforeFirst;

  /** What Connect notes for the last record that was sent; 0 before one was. */
  private long noted;

  /** Refuses a Debezium that would look for a message's place too, and go on behind it. */
  static void requireKnown(String debezium) {
    Matcher version = VERSION.matcher(debezium);
    if (version.lookingAt()) {
      int major = Integer.parseInt(version.group(1));
      if (major > 3 || (major == 3 && Integer.parseInt(version.group(2)) >= 6)) {
        return;
      }
    }
    throw new ConnectException(
        "Debezium %s would pass over changes after a restart; use Debezium 3.6"
            .formatted(debezium));
  }

  /** Takes the place of the last event out of an offset. */
  void withTransaction(Map<String, ?> offset) {
    @SuppressWarnings("unchecked")
    Map<String, Object> changed = (Map<String, Object>) offset;
    try {
      if ("INITIAL".equals(offset.get(SNAPSHOT))) {
        boolean last = Boolean.TRUE.equals(offset.get(LAST));
        if (last) {
          beforeFirst = place(offset, PLACE);
          noteDone(changed, beforeFirst);
        } else {
          changed.put(COMMIT, place(offset, PLACE));
          changed.put(DONE, BEFORE_EVERY_SLOT);
          changed.keySet().removeAll(List.of(SNAPSHOT, LAST));
        }
      } else if (isOfLog(offset) || beforeFirst != null) {
        if (offset.get(COMMIT) == null && beforeFirst == null) {
          beforeFirst = place(offset, PLACE);
        }
        noteDone(changed, offset.get(COMMIT) == null ? beforeFirst : place(offset, COMMIT));
      }
    } catch (UnsupportedOperationException e) {
      throw new ConnectException(
          "the offset of an event cannot be set back to its transaction; use Debezium 3.6", e);
    }
  }

  /** All that is committed before the place, and nothing that commits behind it. */
  private static void noteDone(Map<String, Object> offset, long place) {
    for (String each : List.of(PLACE, DONE, COMMIT)) {
      offset.put(each, place);
    }
    offset.put(MESSAGE, "MESSAGE");
    offset.remove(EVENTS_DONE);
  }

  /**
   * Debezium moves the slot to what an event's offset says, also of one that is dropped, which
   * Connect does not note: so that says what was noted before.
   */
  void keepToWhatIsNoted(Map<String, ?> offset, boolean sent) {
    if (sent) {
      noted = commitBefore(offset);
    } else if (noted == 0) {
      boolean unused = offset.keySet().removeAll(List.of(COMMIT, DONE));
    } else {
      @SuppressWarnings("unchecked")
      Map<String, Object> changed = (Map<String, Object>) offset;
      changed.put(COMMIT, noted);
    }
  }

  /** Whether an offset says how far the log has been read, and not only where the log ended. */
  static boolean isOfLog(Map<String, ?> offset) {
    return offset.containsKey(MESSAGE);
  }

  private static long place(Map<String, ?> offset, String name) {
    if (offset.get(name) instanceof Number bytes) {
      return bytes.longValue();
    }
    throw new ConnectException(
        "the offset of an event does not say its place in the log (%s)".formatted(name));
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
