package io.employeecdc.producer.capture;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A PostgreSQL {@code pg_snapshot}: which transactions had ended when it was taken.
 *
 * @param xmin every transaction below it had ended
 * @param xmax one past the highest transaction that had ended
 * @param inProgress those between that had not ended, ascending
 */
record Snapshot(long xmin, long xmax, List<Long> inProgress) {
  /** Sees nothing: where a producer begins that never ran. Transaction ids begin at 3. */
  static final Snapshot BEFORE_ALL = new Snapshot(1, 1, List.of());

  Snapshot {
    inProgress = List.copyOf(inProgress);
  }

  /** Parses PostgreSQL's text form {@code xmin:xmax:xip,xip,…}. */
  @JsonCreator
  static Snapshot parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("'" + text + "' is not a pg_snapshot");
    }
    List<Long> inProgress =
        parts[2].isEmpty()
            ? List.of()
            : Arrays.stream(parts[2].split(",")).map(Long::valueOf).toList();
    return new Snapshot(Long.parseLong(parts[0]), Long.parseLong(parts[1]), inProgress);
  }

  boolean hasInProgress(long txid) {
    return Collections.binarySearch(inProgress, txid) >= 0;
  }

  /** PostgreSQL's text form. */
  @JsonValue
  @Override
  public String toString() {
    return inProgress.stream()
        .map(String::valueOf)
        .collect(Collectors.joining(",", xmin + ":" + xmax + ":", ""));
  }
}
