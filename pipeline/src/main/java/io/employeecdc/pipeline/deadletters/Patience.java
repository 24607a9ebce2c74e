package io.employeecdc.pipeline.deadletters;

import java.time.Duration;

/** A wait that begins again with every step forward. */
final class Patience {
  private final long limit;
  private long since = System.nanoTime();

  Patience(Duration limit) {
    this.limit = limit.toNanos();
  }

  void renew() {
    since = System.nanoTime();
  }

  boolean isOver() {
    return System.nanoTime() - since > limit;
  }
}
