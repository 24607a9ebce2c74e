package io.employeecdc.consumer.metrics;

import io.employeecdc.consumer.apply.Counts;
import io.employeecdc.consumer.deadletter.DeadLetter;
import java.time.Duration;
import java.util.List;

/**
 * A finished batch. Its records are exactly the sum of what became of them.
 *
 * @param took from the end of the poll to the offsets
 */
public record BatchReport(
    Counts counts, int tombstones, List<DeadLetter> deadLetters, Duration took) {

  /** Records of the topic, each counted once. */
  public int consumed() {
    return counts.applied()
        + counts.duplicates()
        + counts.superseded()
        + tombstones
        + deadLetters.size();
  }
}
