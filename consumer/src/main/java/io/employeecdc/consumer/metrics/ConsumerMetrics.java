package io.employeecdc.consumer.metrics;

import io.employeecdc.consumer.batch.BatchResult;
import io.employeecdc.consumer.deadletter.DeadLetter;
import io.employeecdc.consumer.parked.Settled;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the loops report. Called by several threads. */
public interface ConsumerMetrics {
  /**
   * A batch has had its effect. Its dead letters are reported when they are written.
   *
   * @param committed when, by the consumer's clock
   */
  void finished(BatchResult result, Instant committed);

  /** Records ended in the dead-letter topic. */
  void deadLettered(List<DeadLetter> letters);

  /** Changes that were parked ended in the dead-letter topic. */
  void gaveUp(List<DeadLetter> letters);

  /** What is parked was looked at. */
  void settled(Settled settled);

  /** Kafka has taken offsets, and dead letters if there were any. */
  void delivered(Duration took);

  /** A batch will be tried again, for a reason that is not its own. */
  void retried(String dependency);

  /** So many threads more, or less, take no records, and so many partitions hand out none. */
  void paused(int moreThreads, int morePartitions);
}
