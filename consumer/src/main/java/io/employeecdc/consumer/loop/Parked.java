package io.employeecdc.consumer.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * A batch that waits for other partitions before its last round. Its own go on meanwhile, but their
 * offsets stay: what is not through of them by then waits behind it in a parked batch of its own.
 *
 * @param goal where the others must have got to; empty if not yet known
 * @param behind how many records they were short of it when last seen to move
 * @param until when it has waited long enough, unless they move again
 */
record Parked(Batch batch, Optional<Map<TopicPartition, Long>> goal, long behind, Instant until) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  static Parked since(Instant now, Batch batch) {
    return batch.waitsForOthers()
        ? new Parked(batch, Optional.empty(), Long.MAX_VALUE, now.plus(PATIENCE))
        : new Parked(batch, Optional.of(Map.of()), 0, now);
  }

  Parked without(Collection<TopicPartition> partitions) {
    return new Parked(batch.without(partitions), goal, behind, until);
  }

  /** Looks where the others are. While Kafka does not say, no patience is lost. */
  Parked look(Instant now, CatchUp catchUp) {
    if (behind == 0) {
      return this;
    }
    Optional<Map<TopicPartition, Long>> aim =
        goal.or(() -> catchUp.goal(batch.newestTimestamp(), batch.offsets().keySet()));
    OptionalLong left = aim.map(catchUp::behind).orElse(OptionalLong.empty());
    boolean moved = left.isEmpty() || left.getAsLong() < behind;
    return new Parked(batch, aim, left.orElse(behind), moved ? now.plus(PATIENCE) : until);
  }

  boolean ready(Instant now) {
    return behind == 0 || !now.isBefore(until);
  }
}
