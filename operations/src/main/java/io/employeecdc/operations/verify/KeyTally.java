package io.employeecdc.operations.verify;

import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.operations.verify.VerifyResult.DifferingKeys;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

final class KeyTally {
  enum Difference {
    /** Only the source has it. */
    MISSING,
    /** Only the target has it. */
    EXTRA,
    /** Both have it, with another row. */
    DIFFERENT;

    /** That of a key whose digests are not equal; null for a side that does not have it. */
    static Difference of(Long source, Long target) {
      if (target == null) {
        return MISSING;
      }
      return source == null ? EXTRA : DIFFERENT;
    }
  }

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

  static final class ByDifference {
    private final Map<Difference, KeyTally> tallies = new EnumMap<>(Difference.class);

    ByDifference(int limit) {
      for (Difference difference : Difference.values()) {
        tallies.put(difference, new KeyTally(limit));
      }
    }

    void add(Difference difference, KeyValue key) {
      tallies.get(difference).add(key);
    }

    DifferingKeys of(Difference difference) {
      return tallies.get(difference).result();
    }

    long count() {
      return tallies.values().stream().mapToLong(tally -> tally.count).sum();
    }
  }
}
