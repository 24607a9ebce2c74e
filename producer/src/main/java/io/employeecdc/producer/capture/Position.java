package io.employeecdc.producer.capture;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How far the capture table has been read.
 *
 * <p>The trap: {@code action_id} is handed out before commit. Whoever remembers only the highest id
 * seen loses each row whose transaction commits late. So the position is a snapshot: every row it
 * sees is done. The next read takes a new snapshot and wants the rows that the new one sees and the
 * old one does not, in the order of {@code action_id}.
 *
 * <p>That difference alone would have to be searched in the whole table. Marks keep the search at
 * its end. A mark pairs a transaction id {@code m} with the value {@code v} that the sequence had
 * before {@code m} was assigned. Transaction ids are assigned in order, so a transaction above
 * {@code m} began to write after {@code v} was read, and all its action ids are greater than {@code
 * v}. (The snapshot's own xmax would not do for {@code m}: it is one past the highest
 * <em>ended</em> transaction, and one above it may have been drawing ids for an hour.) The search
 * begins at the mark below the lowest transaction that can be new. So an open transaction costs one
 * longer search when it ends, and nothing before; and it delays its own rows only.
 *
 * @param done every row seen by this snapshot is published
 * @param marks action ids by transaction id; holds one below each transaction that may come
 * @param window the difference that is being read in batches; null between two differences
 * @param highest no change with a greater action id was published before: what was read, and what
 *     the sequence had given when a run opened its first difference, for others may have published
 *     that. The sequence is never below it
 * @param history where {@code done} was taken; null where that is not known
 */
public record Position(
    Snapshot done,
    NavigableMap<Long, Long> marks,
    Window window,
    long highest,
    @JsonProperty("source") SourceHistory history) {
  /** Nothing read yet. */
  public static final Position START =
      new Position(Snapshot.BEFORE_ALL, new TreeMap<>(Map.of(0L, 0L)), null, 0, null);

  /**
   * A difference of two snapshots, half read.
   *
   * @param to the new snapshot
   * @param last all rows of the difference up to this action id are done
   * @param ceiling no row seen by {@code to} has a greater action id
   */
  record Window(Snapshot to, long last, long ceiling) {}

  /** The same in another history of the source. */
  Position in(SourceHistory other) {
    return new Position(done, marks, window, highest, other);
  }

  Position read(long actionId) {
    return actionId <= highest ? this : new Position(done, marks, window, actionId, history);
  }

  /** A mark that was set after {@code done} was taken. */
  Position mark(long txid, long actionId) {
    NavigableMap<Long, Long> more = new TreeMap<>(marks);
    more.put(txid, actionId);
    return new Position(done, more, window, Math.max(highest, actionId), history);
  }

  /**
   * Opens the difference between {@code done} and a newer snapshot.
   *
   * @param ceiling the sequence's value, read after the snapshot was taken
   */
  Position open(Snapshot to, long ceiling) {
    long lowest = done.xmax();
    for (long txid : done.inProgress()) {
      if (!to.hasInProgress(txid)) {
        lowest = txid;
        break;
      }
    }
    return new Position(done, marks, new Window(to, floor(lowest), ceiling), highest, history);
  }

  /** All rows of the window up to this action id are done. */
  Position advance(long actionId) {
    return new Position(
        done, marks, new Window(window.to, actionId, window.ceiling), highest, history);
  }

  /** All rows of the window are done: its snapshot becomes the old one. */
  Position close() {
    Snapshot now = window.to;
    NavigableMap<Long, Long> needed = new TreeMap<>(marks.tailMap(now.xmax(), true));
    keep(now.xmax(), needed);
    for (long txid : now.inProgress()) {
      keep(txid, needed);
    }
    return new Position(now, needed, null, highest, history);
  }

  /**
   * True for an opened difference that, if it turns out to be empty, is not worth keeping: a search
   * from its end would begin no later than one from the position before it.
   */
  boolean addsNothingTo(Position before) {
    return before.window == null
        && marks.equals(before.marks)
        && Objects.equals(history, before.history)
        && window.last >= floor(window.to.xmax());
  }

  /** Action ids of the current difference that are not read yet: at most so many changes remain. */
  public long remaining() {
    return window == null ? 0 : Math.max(0, window.ceiling - window.last);
  }

  /** True if the next read takes a new snapshot, false if it goes on with the one before. */
  public boolean isBetweenDifferences() {
    return window == null;
  }

  /** PostgreSQL's text of the snapshot whose rows are all published. */
  public String published() {
    return done.toString();
  }

  /** Rows of transactions above the newest mark's have action ids greater than its value. */
  Map.Entry<Long, Long> newestMark() {
    return marks.lastEntry();
  }

  private long floor(long txid) {
    return marks.lowerEntry(txid).getValue();
  }

  private void keep(long txid, NavigableMap<Long, Long> needed) {
    needed.put(marks.lowerKey(txid), floor(txid));
  }
}
