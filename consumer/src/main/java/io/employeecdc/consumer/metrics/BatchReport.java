package io.employeecdc.consumer.metrics;

import io.employeecdc.consumer.apply.Counts;
import java.time.Duration;

/**
 * What a batch has brought into the target. Its other records are dead letters, which are reported
 * when they are written, or wait to be tried again.
 *
 * @param records how many of them Kafka gave and came to an end; what the target says of each is in
 *     the counts
 * @param decoding time that its records took to decode
 * @param applying the rest of the try that brought it to its end: the target's
 */
public record BatchReport(
    int records, Counts counts, int tombstones, Duration decoding, Duration applying) {

  /** Records that are done. */
  public int done() {
    return counts.applied() + counts.duplicates() + counts.superseded() + tombstones;
  }
}
