package io.employeecdc.producer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How long the producer waits between two looks at a source that has nothing new. A look is a
 * transaction there, so they become rare: after a lull, the first change waits a hundredth of the
 * lull at most, and never longer than the poll interval.
 */
final class IdlePause {
  /** After a change, the next often follows at once; doubled at each look in vain. */
  private static final Duration SHORTEST = Duration.ofMillis(1);

  /** As long as changes come within two seconds, none waits longer. */
  private static final Duration USUAL = Duration.ofMillis(20);

  private static final int SHARE_OF_LULL = 100;

  private final Duration longest;
  private final Clock clock;
  private Instant lastChange;
  private Duration next = SHORTEST;

  IdlePause(Duration longest, Clock clock) {
    this.longest = longest;
    this.clock = clock;
    this.lastChange = clock.instant();
  }

  /** After a look that brought changes. */
  Duration begin() {
    lastChange = clock.instant();
    next = SHORTEST;
    return SHORTEST;
  }

  /** After a look in vain. */
  Duration more() {
    Duration now = next;
    Duration share = Duration.between(lastChange, clock.instant()).dividedBy(SHARE_OF_LULL);
    Duration usual = shorter(now.multipliedBy(2), USUAL);
    next = shorter(share.compareTo(usual) > 0 ? share : usual, longest);
    return now;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
