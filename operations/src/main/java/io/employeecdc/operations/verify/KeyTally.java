package io.employeecdc.operations.verify;

import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.operations.verify.VerifyResult.DifferingKeys;
import io.employeecdc.operations.verify.VerifyResult.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts keys, and keeps the first of them. */
final class KeyTally {
  private final int limit;
  private final List<KeyValue> keys = new ArrayList<>();
  private long count;

  KeyTally(int limit) {
    this.limit = limit;
  }

  void add(KeyValue key) {
    count++;
    if (keys.size() < limit) {
      keys.add(key);
    }
  }

  DifferingKeys result() {
    return new DifferingKeys(count, keys.stream().sorted().toList());
  }

  record ByKind(int limit, Map<Kind, KeyTally> tallies) {
    ByKind(int limit) {
      this(limit, new EnumMap<>(Kind.class));
    }

    void add(Kind kind, KeyValue key) {
      tallies.computeIfAbsent(kind, one -> new KeyTally(limit)).add(key);
    }

    Map<Kind, DifferingKeys> result() {
      Map<Kind, DifferingKeys> found = new EnumMap<>(Kind.class);
      tallies.forEach((kind, tally) -> found.put(kind, tally.result()));
      return found;
    }

    long count() {
      return tallies.values().stream().mapToLong(tally -> tally.count).sum();
    }
  }
}
