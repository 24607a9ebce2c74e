package io.employeecdc.consumer.metrics;

import io.employeecdc.consumer.apply.Counts;
import java.time.Duration;

/**
 * What a batch has brought into the target. Its other records are dead letters, which are reported
 * when they are written, or wait to be tried again.
 *
 * @param ended its records but for the failed ones, as Kafka gave them; {@link #done} counts the
 *     same as the target told it
 * @param decoding time that its records took to decode
 * @param applying the rest of the try that brought it to its end: the target's
 */
public record BatchReport(
    int ended, Counts counts, int tombstones, Duration decoding, Duration applying) {

  /** Records that are done. */
  public int done() {
    return counts.applied() + counts.duplicates() + counts.superseded() + tombstones;
  }
}
