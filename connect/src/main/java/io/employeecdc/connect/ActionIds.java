package io.employeecdc.connect;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Numbers a row's changes in the order in which they took effect.
 *
 * <p>A change's own place in the log will not do alone: COPY writes a row, and only then waits for
 * whoever deletes the row that had its key, so an INSERT may lie before a DELETE that is committed
 * before it. The order is that of commits, and within a transaction that of places. So the number
 * is 1024 times the change's place or the end of the commit before its transaction, whichever is
 * greater, and more than that of the change before it in the transaction. Why that grows for each
 * row:
 *
 * <ul>
 *   <li>All places of a transaction, and the commit before it, lie before the end of its own
 *       commit, and no change of a later one is numbered from below that end.
 *   <li>Within a transaction places do not fall, and a row has but one change at a place, 24 bytes
 *       or more before the next. Numbers are counted on from change to change, as far as 16,384
 *       above 1024 times the place or commit; what is more shares the last of them. So numbers at
 *       one place lie below those at the next, and of what lies before the commit before each row
 *       is counted on by itself. A commit takes more than 32 bytes, so 32 times 1024 fit in; one
 *       more ends the task.
 *   <li>A restart begins with the transaction and finds the same commit before it, so what is sent
 *       again is numbered alike. What comes again without a restart is known by its first change.
 *   <li>Not each row is remembered: rows share one of 65,536 counters, by their keys.
 *   <li>What triggers gave is below {@code after}. A log of 2^53 bytes fits into a long.
 * </ul>
 *
 * <p>A row of a snapshot has no place, and there is none that could be said to be its own: what was
 * open while it was read may have changed it at an earlier place, and would then seem older. So it
 * lies below every change from the log: it fills in what is missing and turns nothing back.
 */
final class ActionIds {
  private static final long PER_BYTE = 1024;
  private static final long COMMIT_BYTES = 32;

  /** So many changes have numbers of their own. */
  private static final long OWN = PER_BYTE * COMMIT_BYTES / 2;

  private static final int COUNTERS = 1 << 16;

  private final long after;
  private Map<Integer, Long> counters = new HashMap<>();
  private long commitBefore;
  private long firstPlace;
  private byte[] firstKey = {};
  private long newest = -1;

  /**
   * @param after above which every id lies
   */
  ActionIds(long after) {
    this.after = after;
  }

  long ofSnapshot() {
    return after + 1;
  }

  /**
   * The id of the next change.
   *
   * @param key of the row
   * @param place the change's own, in bytes
   * @param commit where the commit before the change's transaction ends; 0 if there was none
   */
  long next(byte[] key, long place, long commit) {
    if (commit != commitBefore || (place == firstPlace && Arrays.equals(key, firstKey))) {
      // Not cleared, which takes the longer the more have been in it.
      counters = counters.isEmpty() ? counters : new HashMap<>();
      commitBefore = commit;
      firstPlace = place;
      firstKey = key;
      newest = -1;
    }
    return Math.addExact(after, number(counter(key), place, commit));
  }

  private long number(int counter, long place, long commit) {
    long lowest = Math.multiplyExact(PER_BYTE, Math.max(place, commit));
    long number = newest < lowest ? lowest : Math.min(newest + 1, lowest + OWN - 1);
    Long last = counters.get(counter);
    if (last != null) {
      number = Math.max(number, last + 1);
    }
    if (number - lowest >= 2 * OWN) {
      throw new ConnectException(
          "a transaction changes one row, or rows that share its counter, more than %d times ahead of another's commit, for which there are no numbers; skip the rest of it as 'A value that is not in the log' in docs/capture.md says, and write its rows again"
              .formatted(OWN));
    }
    if (last != null || place < commit) {
      counters.put(counter, number);
    }
    newest = Math.max(newest, number);
    return number;
  }

  private static int counter(byte[] key) {
    int hash = Arrays.hashCode(key);
    return (hash ^ hash >>> 16) & (COUNTERS - 1);
  }
}
