package io.employeecdc.consumer.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * Records that wait for their next try: a moment, or before the last one until the other partitions
 * have moved.
 *
 * @param forOthers whether they wait for other partitions
 * @param goal where those must have got to; empty if not yet known
 * @param behind how many records they were short of it when last seen to move
 * @param until when it has waited long enough, unless they move again
 */
record Waiting(
    Batch batch,
    boolean forOthers,
    Optional<Map<TopicPartition, Long>> goal,
    long behind,
    Instant until) {
  private static final Duration MOMENT = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * Since now.
   *
   * @param needsOthers whether one of the records may pass when other partitions have moved
   */
  static Waiting since(Instant now, Batch batch, boolean needsOthers) {
    boolean forOthers = needsOthers && batch.lastTry();
    return new Waiting(
        batch,
        forOthers,
        Optional.empty(),
        Long.MAX_VALUE,
        now.plus(forOthers ? PATIENCE : MOMENT));
  }

  Waiting without(Collection<TopicPartition> partitions) {
    return new Waiting(batch.without(partitions), forOthers, goal, behind, until);
  }

  /** With all of its patience: an outage, which held up the others too, takes none. */
  Waiting anew(Instant now) {
    return forOthers ? new Waiting(batch, true, goal, behind, now.plus(PATIENCE)) : this;
  }

  /** Looks where the others are. While Kafka does not say, no patience is lost. */
  Waiting look(Instant now, CatchUp catchUp) {
    if (!forOthers) {
      return this;
    }
    Optional<Map<TopicPartition, Long>> aim = goal.or(catchUp::goal);
    OptionalLong left = aim.map(catchUp::behind).orElse(OptionalLong.empty());
    boolean moved = left.isEmpty() || left.getAsLong() < behind;
    return new Waiting(batch, true, aim, left.orElse(behind), moved ? now.plus(PATIENCE) : until);
  }

  boolean ready(Instant now) {
    return (forOthers && behind == 0) || !now.isBefore(until);
  }
}
