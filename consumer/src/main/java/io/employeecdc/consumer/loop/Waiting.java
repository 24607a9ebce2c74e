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
 * have moved, and then until no older change waits anywhere. The latter may take a value before it
 * gives up the one that is wanted here; of all that wait, the oldest waits for nobody.
 *
 * @param forOthers whether they wait for other partitions
 * @param goal where those must have got to; empty if not yet known
 * @param behind how many records they were short of it when last looked at; 0 once there
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

  /** So long, and no longer, older ones are waited for. */
  private static final Duration FOR_OLDER = Duration.ofSeconds(5);

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
    return of(batch.without(partitions));
  }

  /** With all of its patience: an outage, which held up the others too, takes none. */
  Waiting anew(Instant now) {
    return forOthers ? new Waiting(batch, true, goal, behind, now.plus(patience(behind))) : this;
  }

  /**
   * Looks where the others are. While Kafka does not say, no patience is lost. A partition whose
   * consumer died is read again from its offset, so they may also be further behind than before.
   */
  Waiting look(Instant now, CatchUp catchUp) {
    if (!forOthers) {
      return this;
    }
    Optional<Map<TopicPartition, Long>> aim = goal.or(catchUp::goal);
    OptionalLong left =
        aim.map(ends -> catchUp.behind(ends, batch.newestTimestamp())).orElse(OptionalLong.empty());
    long still = left.orElse(behind);
    boolean moved = left.isEmpty() || still < behind || (ready() && still > 0);
    return new Waiting(batch, true, aim, still, moved ? now.plus(patience(still)) : until);
  }

  /** Whether the others have got where they must. */
  boolean ready() {
    return forOthers && behind == 0;
  }

  /** Whether it has waited long enough. */
  boolean over(Instant now) {
    return !now.isBefore(until);
  }

  /** The same for a part of its records. */
  Waiting of(Batch part) {
    return new Waiting(part, forOthers, goal, behind, until);
  }

  private static Duration patience(long behind) {
    return behind == 0 ? FOR_OLDER : PATIENCE;
  }
}
