package io.employeecdc.consumer.parked;

import java.time.Duration;

/**
 * What a look at the parked changes, of all consumers, has brought.
 *
 * @param applied took effect now
 * @param duplicates had been applied meanwhile
 * @param superseded were overtaken by a newer change of their employee
 * @param givenUp are dead letters now
 * @param left are still parked
 * @param oldest how long the oldest of them has been
 */
public record Settled(
    int applied, int duplicates, int superseded, int givenUp, int left, Duration oldest) {
  public boolean changed() {
    return applied + duplicates + superseded + givenUp > 0;
  }

  Settled with(int moreApplied, int moreGivenUp) {
    return new Settled(
        applied + moreApplied,
        duplicates,
        superseded,
        givenUp + moreGivenUp,
        left - moreApplied - moreGivenUp,
        oldest);
  }
}
