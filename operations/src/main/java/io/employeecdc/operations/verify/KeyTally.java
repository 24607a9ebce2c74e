package io.employeecdc.operations.verify;

import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.operations.verify.VerifyResult.DifferingKeys;
import io.employeecdc.operations.verify.VerifyResult.Unsettled;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts keys, and keeps the first of them. */
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

  record ByDifference(int limit, Map<Difference, KeyTally> tallies) {
    ByDifference(int limit) {
      this(limit, new EnumMap<>(Difference.class));
    }

    void add(Difference difference, KeyValue key) {
      tallies.computeIfAbsent(difference, one -> new KeyTally(limit)).add(key);
    }

    /** The result of a comparison in which these keys differ. */
    VerifyResult result(Pass.Result compared, Unsettled unsettled) {
      return new VerifyResult(
          compared.sourceRows(),
          compared.targetRows(),
          of(Difference.MISSING),
          of(Difference.EXTRA),
          of(Difference.DIFFERENT),
          unsettled,
          compared.through());
    }

    DifferingKeys of(Difference difference) {
      return tallies.getOrDefault(difference, new KeyTally(0)).result();
    }

    long count() {
      return tallies.values().stream().mapToLong(tally -> tally.count).sum();
    }
  }
}
