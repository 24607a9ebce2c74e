package io.employeecdc.consumer.loop;

import io.employeecdc.runtime.kafka.KafkaFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits offsets, always behind the database: a lost commit costs a redelivery, which the target
 * recognises.
 *
 * <p>In steady state offsets are sent without waiting, at most ten times a second. Such a commit
 * must never land after a newer one. Among themselves they cannot: they go over one connection to
 * the group's coordinator, which answers in order, and the consumer never repeats one. But a
 * transaction of dead letters goes over another connection, so {@link #now()} comes before it: a
 * commit that waits is answered after all that were sent before, and from then on nothing is under
 * way.
 */
final class OffsetCommitter {
  private static final Logger LOG = LoggerFactory.getLogger(OffsetCommitter.class);
  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** A moment each, which is five seconds. */
  private static final int LAST_TRIES = 100;

  private final Consumer<byte[], byte[]> consumer;
  private final Clock clock;

  /** The newest offsets since the last commit that was waited for. */
  private final Map<TopicPartition, OffsetAndMetadata> reached = new HashMap<>();

  private boolean unsent;
  private Instant lastSent = Instant.MIN;
  private RuntimeException refusal;

  OffsetCommitter(Consumer<byte[], byte[]> consumer, Clock clock) {
    this.consumer = consumer;
    this.clock = clock;
  }

  /** These offsets are done. */
  void reached(Map<TopicPartition, OffsetAndMetadata> offsets) {
    reached.putAll(offsets);
    unsent |= !offsets.isEmpty();
  }

  /**
   * Sends what is done, unless it did so a moment ago.
   *
   * @throws RuntimeException if the brokers refused an earlier commit
   */
  void sendIfDue() {
    if (refusal != null) {
      throw refusal;
    }
    Instant now = clock.instant();
    if (unsent && !now.isBefore(lastSent.plus(INTERVAL))) {
      lastSent = now;
      unsent = false;
      consumer.commitAsync(Map.copyOf(reached), (offsets, e) -> answered(e));
    }
  }

  /** Commits what is done and waits for the answer. */
  void now() {
    if (!reached.isEmpty()) {
      consumer.commitSync(Map.copyOf(reached), TIMEOUT);
      reached.clear();
      unsent = false;
    }
  }

  /** As {@link #now()}, where a failure changes nothing: others will get the records again. */
  void nowIfPossible() {
    try {
      now();
    } catch (KafkaException e) {
      giveUp(e);
    }
  }

  /**
   * The same for the end. In the middle of a rebalance no offsets are taken, and it goes on only
   * while the consumer polls.
   *
   * @param poll waits for a moment; what it brings is not looked at any more
   */
  void last(Runnable poll) {
    try {
      for (int tries = 1; tries < LAST_TRIES; tries++) {
        try {
          now();
          return;
        } catch (RebalanceInProgressException e) {
          poll.run();
        }
      }
      now();
    } catch (KafkaException e) {
      giveUp(e);
    }
  }

  /** These partitions are no longer ours. */
  void forget(Collection<TopicPartition> partitions) {
    reached.keySet().removeAll(partitions);
  }

  private static void giveUp(KafkaException e) {
    LOG.info("Offsets not committed ({}); their records come again", e.getClass().getSimpleName());
  }

  private void answered(Exception e) {
    if (e instanceof RuntimeException refused && KafkaFailure.isPermanent(e)) {
      refusal = refused;
    } else if (e != null) {
      unsent = true;
      LOG.debug("Offsets not committed: {}", e.getClass().getSimpleName());
    }
  }
}
