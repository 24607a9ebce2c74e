package io.employeecdc.consumer.metrics;

import io.employeecdc.consumer.apply.Applied;
import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.deadletter.Cause;
import io.employeecdc.consumer.deadletter.DeadLetter;
import io.employeecdc.consumer.decode.WriterSchema;
import io.employeecdc.consumer.parked.Settled;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the loops report. Called by several threads. */
public interface ConsumerMetrics {
  /**
   * A batch has had its effect. Its dead letters are reported when they are written.
   *
   * @param decoding time that its records took to decode
   * @param applying time that the target took
   */
  void finished(Applied result, int tombstones, Duration decoding, Duration applying);

  /** Records ended in the dead-letter topic. */
  void deadLettered(List<DeadLetter> letters);

  /** Changes that were parked ended in the dead-letter topic. */
  void gaveUp(List<DeadLetter> letters);

  /** What is parked was looked at. */
  void settled(Settled settled);

  /**
   * Changes became visible in the target for the first time.
   *
   * @param committed when, by the consumer's clock
   */
  void visible(List<Change> changes, Instant committed);

  /** Kafka has taken offsets, and dead letters if there were any. */
  void delivered(Duration took);

  /** A batch will be tried again, for a reason that is not its own. */
  void retried(String dependency);

  /**
   * A record failed on its own; it may be tried again.
   *
   * @param tries that failed, one right after the other
   */
  void failed(Cause cause, int tries);

  /** So many partitions more, or less, hand out no records. */
  void pausedPartitions(int more);

  /** A thread stopped (true) or resumed (false) taking records. */
  void paused(boolean paused);

  /** Records of a schema arrive for the first time in this process; it counts them itself. */
  void met(WriterSchema schema);
}
