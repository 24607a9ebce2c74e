package io.employeecdc.consumer.loop;

import java.time.Duration;
import java.time.Instant;

/**
 * When to look after records that wait. A look costs round trips, so it is seldom while others
 * come. When none come it is soon after something has moved, and the longer nothing does, the less
 * often.
 */
final class Looks {
  private static final Duration WHEN_BUSY = Duration.ofSeconds(1);
  private static final Duration SOON = Duration.ofMillis(5);
  private static final Duration LATE = Duration.ofMillis(40);

  /** While something waits there is a look so much sooner that something was out of reach. */
  private static final Duration AWAY = Duration.ofSeconds(10);

  private Instant last = Instant.EPOCH;
  private Instant lastMove = Instant.EPOCH;
  private Duration whenIdle = SOON;

  /**
   * Whether it is time.
   *
   * @param idle whether no records come
   */
  boolean due(Instant now, boolean idle) {
    return !now.isBefore(idle ? nextWhenIdle() : last.plus(WHEN_BUSY));
  }

  /** How long until it is time, if no records come; not negative. */
  Duration untilDue(Instant now) {
    Duration left = Duration.between(now, nextWhenIdle());
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Whether the last look is longer ago than it would be if all was within reach. */
  boolean wasAway(Instant now) {
    return now.isAfter(last.plus(AWAY));
  }

  /** A look is over, however long it took. */
  void looked(Instant now) {
    last = now;
    whenIdle = whenIdle.compareTo(LATE) < 0 ? whenIdle.multipliedBy(2) : LATE;
  }

  /** Something was tried, so more may be to do. */
  void moved(Instant now) {
    lastMove = now;
    whenIdle = SOON;
  }

  private Instant nextWhenIdle() {
    return (last.isAfter(lastMove) ? last : lastMove).plus(whenIdle);
  }
}
