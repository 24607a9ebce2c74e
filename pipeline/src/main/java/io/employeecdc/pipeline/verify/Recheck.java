package io.employeecdc.pipeline.verify;

import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.pipeline.verify.settle.Horizon;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;

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
final class Recheck {
  private final RowSql sql;
  private final DataSource source;
  private final DataSource target;

  Recheck(RowSql sql, DataSource source, DataSource target) {
    this.sql = sql;
    this.source = source;
    this.target = target;
  }

  /** What is known of a key. */
  enum Verdict {
    EQUAL,
    DIFFERENT,
    MOVING
  }

  /** Takes the verdict on each key. */
  interface Sink {
    /**
     * Called with ascending keys.
     *
     * @param kind how the rows differ now; null if they are equal
     */
    void decided(KeyValue key, Verdict verdict, Kind kind) throws VerifyException;
  }

  /**
   * Decides.
   *
   * @param keys ascending, some thousand at most: all that is read of them is held in memory
   */
  void decide(List<KeyValue> keys, Horizon horizon, Sink sink) throws VerifyException {
    List<KeyState.InTarget> there = KeyState.inTarget(target, sql, keys);
    List<KeyState.InSource> here = KeyState.inSource(source, sql, there, horizon);
    for (int i = 0; i < there.size(); i++) {
      KeyState.InTarget applied = there.get(i);
      KeyState.InSource captured = here.get(i);
      Verdict verdict = verdict(applied, captured);
      Kind kind = verdict == Verdict.EQUAL ? null : Kind.of(captured.digest(), applied.digest());
      sink.decided(applied.key(), verdict, kind);
    }
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
