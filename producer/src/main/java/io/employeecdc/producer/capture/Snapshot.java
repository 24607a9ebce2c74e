package io.employeecdc.producer.capture;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A PostgreSQL {@code pg_snapshot}: which transactions had ended when it was taken.
 *
 * @param xmin every transaction below it had ended
 * @param xmax no transaction from it on had begun to write
 * @param inProgress those between that had not ended, ascending
 */
record Snapshot(long xmin, long xmax, long[] inProgress) {
  /** Sees nothing: where a producer begins that never ran. Transaction ids begin at 3. */
  static final Snapshot BEFORE_ALL = new Snapshot(1, 1, new long[0]);

  /** Parses PostgreSQL's text form {@code xmin:xmax:xip,xip,…}. */
  static Snapshot parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("'" + text + "' is not a pg_snapshot");
    }
    long[] inProgress =
        parts[2].isEmpty()
            ? new long[0]
            : Arrays.stream(parts[2].split(",")).mapToLong(Long::parseLong).toArray();
    return new Snapshot(Long.parseLong(parts[0]), Long.parseLong(parts[1]), inProgress);
  }

  boolean hasInProgress(long txid) {
    return Arrays.binarySearch(inProgress, txid) >= 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Snapshot that
        && xmin == that.xmin
        && xmax == that.xmax
        && Arrays.equals(inProgress, that.inProgress);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(xmax) * 31 + Arrays.hashCode(inProgress);
  }

  /** PostgreSQL's text form. */
  @Override
  public String toString() {
    return Arrays.stream(inProgress)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(",", xmin + ":" + xmax + ":", ""));
  }
}
