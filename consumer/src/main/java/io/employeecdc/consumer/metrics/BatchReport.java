package io.employeecdc.consumer.metrics;

import io.employeecdc.consumer.apply.Applied;
import io.employeecdc.consumer.apply.Effect;
import java.time.Duration;
import java.util.Collections;

/**
 * What a batch has brought into the target. Its other records are dead letters, which are reported
 * when they are written.
 *
 * @param ended changes that had been parked before and need not wait any more
 * @param decoding time that its records took to decode
 * @param applying time that the target took
 */
public record BatchReport(
    int applied,
    int duplicates,
    int superseded,
    int parked,
    int tombstones,
    Applied.Ended ended,
    Duration decoding,
    Duration applying) {
  /** Counts. */
  public static BatchReport of(
      Applied result, int tombstones, Duration decoding, Duration applying) {
    return new BatchReport(
        Collections.frequency(result.effects(), Effect.APPLIED),
        Collections.frequency(result.effects(), Effect.DUPLICATE),
        Collections.frequency(result.effects(), Effect.SUPERSEDED),
        Collections.frequency(result.effects(), Effect.PARKED),
        tombstones,
        result.ended(),
        decoding,
        applying);
  }

  /** Records that are done, or parked. */
  public int records() {
    return applied + duplicates + superseded + parked + tombstones;
  }
}
