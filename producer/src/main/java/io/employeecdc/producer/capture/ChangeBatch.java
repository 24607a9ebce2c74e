package io.employeecdc.producer.capture;

import java.util.Arrays;

/**
 * Changes that are read at once, encoded and ready to send, and the position after them. Entries
 * are in the order of {@code action_id}; a null value is the tombstone that follows a DELETE.
 */
public final class ChangeBatch {
  private byte[][] keys;
  private byte[][] values;
  private long[] timestamps;
  private int records;
  private int changes;
  private long bytes;
  private long lastActionId;
  private Position next;

  ChangeBatch(int expectedRecords) {
    keys = new byte[expectedRecords][];
    values = new byte[expectedRecords][];
    timestamps = new long[expectedRecords];
  }

  void addChange(long actionId, byte[] key, byte[] value, long timestampMillis) {
    add(key, value, timestampMillis);
    lastActionId = actionId;
    changes++;
    bytes += value.length;
  }

  void addTombstone(byte[] key, long timestampMillis) {
    add(key, null, timestampMillis);
  }

  void end(Position position) {
    next = position.read(lastActionId);
  }

  /** The id of the last change; 0 if there is none. */
  long lastActionId() {
    return lastActionId;
  }

  /** Changes, without the tombstones. */
  public int changes() {
    return changes;
  }

  /** Changes and tombstones. */
  public int records() {
    return records;
  }

  /** Bytes of all values. */
  public long bytes() {
    return bytes;
  }

  public byte[] key(int index) {
    return keys[index];
  }

  /** The value in wire format; null for a tombstone. */
  public byte[] value(int index) {
    return values[index];
  }

  /** When the change was made in the source, in milliseconds since the epoch. */
  public long timestamp(int index) {
    return timestamps[index];
  }

  /** The position to keep once these records are published. */
  public Position next() {
    return next;
  }

  /** True if the difference of snapshots may hold more than this batch. */
  public boolean hasMore() {
    return next.window() != null;
  }

  private void add(byte[] key, byte[] value, long timestampMillis) {
    if (records == keys.length) {
      int larger = records * 2;
      keys = Arrays.copyOf(keys, larger);
      values = Arrays.copyOf(values, larger);
      timestamps = Arrays.copyOf(timestamps, larger);
    }
    keys[records] = key;
    values[records] = value;
    timestamps[records++] = timestampMillis;
  }
}
