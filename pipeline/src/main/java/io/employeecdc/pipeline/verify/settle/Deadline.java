package io.employeecdc.pipeline.verify.settle;

import java.time.Duration;

/** A time after which nothing is waited for. */
public final class Deadline {
  private final long begin = System.nanoTime();
  private final long length;

  private Deadline(Duration length) {
    this.length = length.toNanos();
  }

  /** The time that is this long from now. */
  public static Deadline in(Duration length) {
    return new Deadline(length);
  }

  public boolean isOver() {
    return System.nanoTime() - begin >= length;
  }
}
