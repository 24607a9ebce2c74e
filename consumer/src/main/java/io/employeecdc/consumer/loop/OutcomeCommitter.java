package io.employeecdc.consumer.loop;

import io.employeecdc.consumer.deadletter.DeadLetter;
import io.employeecdc.consumer.deadletter.DeadLetterLog;
import io.employeecdc.consumer.deadletter.DeadLetterTopic;
import io.employeecdc.consumer.failure.OutageException;
import io.employeecdc.consumer.metrics.ConsumerMetrics;
import io.employeecdc.runtime.kafka.KafkaFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings offsets and dead letters to Kafka, always behind the database: a lost commit costs a
 * redelivery, which the target recognises. The one rule: a partition's offset never passes a dead
 * letter that is not in the dead-letter topic.
 *
 * <p>Where there are no letters, offsets are sent without waiting, at most ten times a second. Such
 * a commit must never land after a newer one. Among themselves they cannot: they go over one
 * connection to the group's coordinator, which answers in order, and the consumer never repeats
 * one. But letters go with the offsets behind them in one transaction, over another connection. So
 * while letters wait no offsets are sent, and before the transaction all that were sent are
 * answered: from then on nothing is under way. They are counted, for the consumer waits only for
 * what it has sent, and not for what it keeps until it knows the coordinator.
 */
final class OutcomeCommitter {
  private static final Logger LOG = LoggerFactory.getLogger(OutcomeCommitter.class);
  private static final Duration BETWEEN_COMMITS = Duration.ofMillis(100);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** A transaction takes as long as some thousand records: letters of batches share one. */
  private static final Duration BETWEEN_LETTERS = Duration.ofSeconds(1);

  /** So many letters wait for no others. */
  private static final int MOST_LETTERS = 1000;

  /** A moment each, which is five seconds. */
  private static final int LAST_TRIES = 100;

  private final Consumer<byte[], byte[]> consumer;
  private final DeadLetterTopic topic;
  private final ConsumerMetrics metrics;
  private final Clock clock;
  private final List<DeadLetter> letters = new ArrayList<>();

  /** The newest offsets since the last commit that was waited for. */
  private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();

  /** Commits without an answer, sent or kept by the consumer. */
  private int unanswered;

  private boolean unsent;
  private Instant lastSent = Instant.EPOCH;
  private Instant lastLetters = Instant.EPOCH;
  private RuntimeException refusal;
  private boolean failed;

  OutcomeCommitter(
      Consumer<byte[], byte[]> consumer,
      DeadLetterTopic topic,
      ConsumerMetrics metrics,
      Clock clock) {
    this.consumer = consumer;
    this.topic = topic;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Records have their outcomes: these letters, and then these offsets. */
  void add(List<DeadLetter> more, Map<TopicPartition, OffsetAndMetadata> ends) {
    letters.addAll(more);
    offsets.putAll(ends);
    unsent |= !ends.isEmpty();
  }

  /** True if nothing more may come before Kafka has taken the letters. */
  boolean isBehind() {
    return failed || letters.size() >= MOST_LETTERS;
  }

  boolean hasLetters() {
    return !letters.isEmpty();
  }

  /**
   * Writes the letters; those that come soon after others wait until more may have joined them.
   *
   * @throws OutageException if Kafka is out of reach; to be called again
   */
  void deliver() throws OutageException {
    Instant now = clock.instant();
    boolean due = isBehind() || !now.isBefore(lastLetters.plus(BETWEEN_LETTERS));
    if (letters.isEmpty() || !due) {
      return;
    }
    lastLetters = now;
    failed = true;
    try {
      // Of none, and so what was sent is waited for, and nothing else.
      consumer.commitSync(Map.of(), TIMEOUT);
      if (unanswered > 0) {
        throw new OutageException(
            "kafka", "the group's coordinator: offsets sent before have no answer yet", null);
      }
      topic.publish(letters, offsets, consumer);
      metrics.deadLettered(letters);
      DeadLetterLog.written(letters);
      metrics.delivered(Duration.between(now, clock.instant()));
      letters.clear();
      offsets.clear();
      unsent = false;
      failed = false;
    } catch (KafkaException e) {
      if (KafkaFailure.isPermanent(e)) {
        throw e;
      }
      throw new OutageException(
          "kafka", "the group's coordinator: " + e.getClass().getSimpleName(), e);
    }
  }

  /**
   * Sends offsets, unless it did so a moment ago or letters must go first.
   *
   * @throws RuntimeException if the brokers refused an earlier commit
   */
  void sendIfDue() {
    if (refusal != null) {
      throw refusal;
    }
    Instant now = clock.instant();
    if (unsent && letters.isEmpty() && !now.isBefore(lastSent.plus(BETWEEN_COMMITS))) {
      lastSent = now;
      unsent = false;
      unanswered++;
      consumer.commitAsync(Map.copyOf(offsets), (sent, e) -> answered(e));
    }
  }

  /**
   * Sends offsets and waits for the answer. A failure changes nothing: the records come again.
   *
   * @return false if the group takes none, as a rebalance is going on
   */
  boolean sendNow() {
    if (offsets.isEmpty() || hasLetters()) {
      return true;
    }
    try {
      consumer.commitSync(Map.copyOf(offsets), TIMEOUT);
      offsets.clear();
      unsent = false;
    } catch (RebalanceInProgressException e) {
      return false;
    } catch (KafkaException e) {
      LOG.info(
          "Offsets not committed ({}); their records come again", e.getClass().getSimpleName());
    }
    return true;
  }

  /**
   * The same for the end: a rebalance goes on only while the consumer polls.
   *
   * @param poll waits for a moment; what it brings is not looked at any more
   */
  void sendLast(Runnable poll) {
    for (int tries = 1; !sendNow() && tries < LAST_TRIES; tries++) {
      try {
        poll.run();
      } catch (KafkaException e) {
        LOG.debug("Poll failed before the last commit: {}", e.getClass().getSimpleName());
      }
    }
  }

  /** These partitions are no longer ours: whoever has them now makes their letters again. */
  void lose(Collection<TopicPartition> partitions) {
    letters.removeIf(letter -> partitions.contains(Polled.partition(letter.original())));
    offsets.keySet().removeAll(partitions);
    failed &= hasLetters();
  }

  private void answered(Exception e) {
    unanswered--;
    if (e instanceof RuntimeException refused && KafkaFailure.isPermanent(e)) {
      refusal = refused;
    } else if (e != null) {
      unsent = true;
      LOG.debug("Offsets not committed: {}", e.getClass().getSimpleName());
    }
  }
}
