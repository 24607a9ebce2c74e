package io.employeecdc.consumer.loop;

import java.time.Duration;
import java.time.Instant;

/**
 * When to look after what waits. Each look costs round trips, and while records come nothing waits
 * for it: so then it is seldom. Without, it is soon after something has moved, and the longer
 * nothing does, the less often.
 */
final class Looks {
  private static final Duration WHEN_BUSY = Duration.ofSeconds(1);
  private static final Duration SOON = Duration.ofMillis(5);
  private static final Duration LATE = Duration.ofMillis(40);

  /** Nothing was looked after for so long only if something was out of reach. */
  private static final Duration AWAY = Duration.ofSeconds(10);

  private Instant last = Instant.EPOCH;
  private Duration whenIdle = SOON;

  /**
   * Whether it is time.
   *
   * @param idle whether no records came
   */
  boolean due(Instant now, boolean idle) {
    return !now.isBefore(last.plus(idle ? whenIdle : WHEN_BUSY));
  }

  /** How long until it is time, if no records come; not negative. */
  Duration untilDue(Instant now) {
    Duration left = Duration.between(now, last.plus(whenIdle));
    return left.isNegative() ? Duration.ZERO : left;
  }

  /**
   * Begins a look.
   *
   * @return whether there was no time for one
   */
  boolean begin(Instant now) {
    boolean away = now.isAfter(last.plus(AWAY));
    last = now;
    whenIdle = whenIdle.compareTo(LATE) < 0 ? whenIdle.multipliedBy(2) : LATE;
    return away;
  }

  /** Something was tried, so more may be to do. */
  void moved() {
    whenIdle = SOON;
  }
}
