package io.employeecdc.consumer.metrics;

import io.employeecdc.consumer.apply.Counts;
import java.time.Duration;

/**
 * What a batch has brought into the target. Its other records are dead letters, which are reported
 * when they are written, or wait to be tried again.
 *
 * @param took the try that brought it to its end
 */
public record BatchReport(Counts counts, int tombstones, Duration took) {

  /** Records that are done. */
  public int done() {
    return counts.applied() + counts.duplicates() + counts.superseded() + tombstones;
  }
}
