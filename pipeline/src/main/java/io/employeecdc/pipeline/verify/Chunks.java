package io.employeecdc.pipeline.verify;

import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.pipeline.verify.settle.Horizon;
import java.util.ArrayList;
import java.util.List;

/** Has keys decided some thousand at a time, while they are found. */
final class Chunks implements KeySink {
  private static final int SIZE = 5_000;

  private final Recheck recheck;
  private final Horizon horizon;
  private final Tally differences;
  private final KeyTally moving;
  private final List<KeyValue> keys = new ArrayList<>();
  private long count;

  /**
   * Chunks without any key yet.
   *
   * @param differences takes what truly differs
   * @param moving takes what cannot be told yet
   */
  Chunks(Recheck recheck, Horizon horizon, Tally differences, KeyTally moving) {
    this.recheck = recheck;
    this.horizon = horizon;
    this.differences = differences;
    this.moving = moving;
  }

  @Override
  public void differs(Kind kind, KeyValue key) throws VerifyException {
    count++;
    keys.add(key);
    if (keys.size() == SIZE) {
      decide();
    }
  }

  /** Decides the last keys, which filled no chunk. */
  void decide() throws VerifyException {
    recheck.decide(keys, horizon, this::decided);
    keys.clear();
  }

  /** All keys so far. */
  long count() {
    return count;
  }

  private void decided(KeyValue key, Recheck.Verdict verdict, Kind kind) {
    switch (verdict) {
      case EQUAL -> {}
      case DIFFERENT -> differences.differs(kind, key);
      case MOVING -> moving.differs(kind, key);
    }
  }
}
