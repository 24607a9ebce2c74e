package io.employeecdc.consumer.replay;

import io.employeecdc.runtime.service.Shutdown;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Keeps a rate: waits after each batch until its time is over. */
final class Pace {
  private final int perSecond;
  private final Clock clock;
  private final Shutdown stop;
  private Instant next;

  /**
   * @param perSecond letters at most; 0 for no limit
   */
  Pace(int perSecond, Clock clock, Shutdown stop) {
    this.perSecond = perSecond;
    this.clock = clock;
    this.stop = stop;
    this.next = clock.instant();
  }

  /** Waits before some letters, but not beyond a stop. */
  void before(int letters) {
    if (perSecond == 0) {
      return;
    }
    Instant now = clock.instant();
    if (next.isAfter(now)) {
      stop.pause(Duration.between(now, next));
    } else {
      next = now;
    }
    next = next.plusNanos(letters * 1_000_000_000L / perSecond);
  }
}
