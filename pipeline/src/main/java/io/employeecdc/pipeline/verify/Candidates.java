package io.employeecdc.pipeline.verify;

/** Keys whose rows may differ or be on their way; keeps so many of them, and counts all. */
final class Candidates implements KeySink {
  private final KeyTally keys;
  private final int limit;

  Candidates(int limit) {
    this.limit = limit;
    this.keys = new KeyTally(limit);
  }

  @Override
  public void differs(Kind kind, long key) {
    keys.add(key);
  }

  long count() {
    return keys.count();
  }

  /** True if there are more than are kept. */
  boolean overflowed() {
    return keys.count() > limit;
  }

  /** Those that are kept. */
  DifferingKeys keys() {
    return keys.result();
  }
}
