package io.employeecdc.runtime.service;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Capped exponential waiting with jitter: half of each wait is random, so that clients spread out.
 */
public final class Backoff {
  /** 2^20 times any base is beyond every cap, and far from overflowing. */
  private static final int MAX_SHIFT = 20;

  private final long baseMillis;
  private final long capMillis;
  private final RandomGenerator random;
  private int failures;

  /** What a service waits: when what it needs is back, changes should flow again at once. */
  public Backoff() {
    this(Duration.ofMillis(100), Duration.ofSeconds(2), RandomGenerator.getDefault());
  }

  public Backoff(Duration base, Duration cap, RandomGenerator random) {
    this.baseMillis = base.toMillis();
    this.capMillis = cap.toMillis();
    this.random = random;
  }

  /** How long to wait after one more failure. */
  public Duration next() {
    long full = Math.min(capMillis, baseMillis << Math.min(failures, MAX_SHIFT));
    failures++;
    return Duration.ofMillis(full - random.nextLong(full / 2 + 1));
  }

  /** Failures since the last success. */
  public int failures() {
    return failures;
  }

  public void succeeded() {
    failures = 0;
  }
}
