package io.employeecdc.pipeline.verify;

import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.pipeline.verify.settle.Horizon;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Decides of single keys whether they truly differ, beside live traffic, once the pipeline has
 * handled all changes up to a horizon.
 *
 * <p>The target is read first, the source after it: what the target shows, the source then knows.
 * So for a key that did not change in the source after the horizon, the target holds what came of
 * its last change, and nothing newer; where the rows differ, no change is on its way that could
 * make them equal. A key that did change is compared at the same change on both sides: the target's
 * version guard says which one its row comes from, and the capture table what the row was then. So
 * also an employee who changes a thousand times a second is compared exactly. What remains are keys
 * whose change after the horizon has not arrived: they are moving.
 */
final class Recheck implements KeySink {
  /** All that is read of so many keys is held in memory. */
  private static final int AT_ONCE = 5_000;

  private final SettledVerifier.Tables tables;
  private final RowSql sql;
  private final Horizon horizon;
  private final Tally differences;
  private final KeyTally moving;
  private final List<KeyValue> keys = new ArrayList<>();
  private long count;

  /**
   * Without any key yet.
   *
   * @param differences takes what truly differs
   * @param moving takes what cannot be told yet
   */
  Recheck(SettledVerifier.Tables tables, Horizon horizon, Tally differences, KeyTally moving) {
    this.tables = tables;
    this.sql = new RowSql(tables.table(), List.of());
    this.horizon = horizon;
    this.differences = differences;
    this.moving = moving;
  }

  /** What is known of a key. */
  enum Verdict {
    EQUAL,
    DIFFERENT,
    MOVING
  }

  @Override
  public void differs(Kind kind, KeyValue key) throws VerifyException {
    count++;
    keys.add(key);
    if (keys.size() == AT_ONCE) {
      decide();
    }
  }

  /** All keys so far. */
  long count() {
    return count;
  }

  /** Decides the last keys too. */
  void decide() throws VerifyException {
    List<KeyState.InTarget> there = KeyState.inTarget(tables.target(), sql, keys);
    List<KeyState.InSource> here = KeyState.inSource(tables.source(), sql, there, horizon);
    for (int i = 0; i < there.size(); i++) {
      KeyState.InTarget applied = there.get(i);
      KeyState.InSource captured = here.get(i);
      Kind kind = Kind.of(captured.digest(), applied.digest());
      switch (verdict(applied, captured)) {
        case EQUAL -> {}
        case DIFFERENT -> differences.differs(kind, applied.key());
        case MOVING -> moving.differs(kind, applied.key());
      }
    }
    keys.clear();
  }

  static Verdict verdict(KeyState.InTarget applied, KeyState.InSource captured) {
    if (Objects.equals(applied.digest(), captured.digest())) {
      return Verdict.EQUAL;
    }
    if (captured.newest() == null) {
      return Verdict.DIFFERENT;
    }
    if (captured.knowsVersion() && Objects.equals(applied.digest(), captured.digestAtVersion())) {
      return Verdict.EQUAL;
    }
    // Nothing newer can come; or the guard is ahead of the source and would refuse whatever comes.
    return applied.version() != null && applied.version() >= captured.newest()
        ? Verdict.DIFFERENT
        : Verdict.MOVING;
  }
}
