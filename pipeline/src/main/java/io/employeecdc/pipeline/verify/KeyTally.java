package io.employeecdc.pipeline.verify;

import java.util.ArrayList;
import java.util.List;

/** Counts keys and keeps the first ones. */
final class KeyTally {
  private final int limit;
  private final List<Long> keys = new ArrayList<>();
  private long count;

  KeyTally(int limit) {
    this.limit = limit;
  }

  void add(long key) {
    count++;
    if (keys.size() < limit) {
      keys.add(key);
    }
  }

  long count() {
    return count;
  }

  DifferingKeys result() {
    return new DifferingKeys(count, keys.stream().sorted().toList());
  }
}
