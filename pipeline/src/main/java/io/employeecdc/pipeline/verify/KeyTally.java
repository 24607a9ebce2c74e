package io.employeecdc.pipeline.verify;

import io.employeecdc.contract.table.KeyValue;
import java.util.ArrayList;
import java.util.List;

/** Counts keys and keeps the first ones. */
final class KeyTally implements KeySink {
  private final int limit;
  private final List<KeyValue> keys = new ArrayList<>();
  private long count;

  KeyTally(int limit) {
    this.limit = limit;
  }

  @Override
  public void differs(Kind kind, KeyValue key) {
    count++;
    if (keys.size() < limit) {
      keys.add(key);
    }
  }

  long count() {
    return count;
  }

  /** True if there are more than are kept. */
  boolean overflowed() {
    return count > limit;
  }

  DifferingKeys result() {
    return new DifferingKeys(count, keys.stream().sorted().toList());
  }
}
