package io.employeecdc.consumer.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * A batch that waits for other partitions before its last round, while its own are paused.
 *
 * @param until when it has waited long enough
 * @param goal where the others must have got to; empty if not yet known
 */
record Parked(Batch batch, Instant until, Optional<Map<TopicPartition, Long>> goal) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  static Parked since(Instant now, Batch batch) {
    return new Parked(batch, now.plus(PATIENCE), Optional.empty());
  }

  Parked without(Collection<TopicPartition> partitions) {
    return new Parked(batch.without(partitions), until, goal);
  }

  /** Learns the goal, if it is not known yet and Kafka answers. */
  Parked aiming(CatchUp catchUp) {
    return goal.isPresent()
        ? this
        : new Parked(batch, until, catchUp.goal(batch.newestTimestamp(), batch.offsets().keySet()));
  }

  boolean ready(Instant now, CatchUp catchUp) {
    return !now.isBefore(until) || goal.filter(catchUp::reached).isPresent();
  }
}
