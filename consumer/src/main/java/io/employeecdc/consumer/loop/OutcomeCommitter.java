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

/**
 * Brings dead letters to Kafka, in one transaction with the offsets behind them. The one rule: a
 * partition's offset never passes a dead letter that is not in the dead-letter topic. Where there
 * are no letters, offsets go to the {@link OffsetCommitter}.
 */
final class OutcomeCommitter {
  /** A transaction takes as long as some thousand records: letters of batches share one. */
  private static final Duration BETWEEN_LETTERS = Duration.ofSeconds(1);

  /** So many letters wait for no others. */
  private static final int MOST_LETTERS = 1000;

  private final Consumer<byte[], byte[]> consumer;
  private final OffsetCommitter commits;
  private final DeadLetterTopic topic;
  private final ConsumerMetrics metrics;
  private final Clock clock;
  private final List<DeadLetter> letters = new ArrayList<>();

  /** Of all partitions that moved since the first of the letters. */
  private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();

  private Instant last = Instant.EPOCH;
  private boolean failed;

  OutcomeCommitter(
      Consumer<byte[], byte[]> consumer,
      OffsetCommitter commits,
      DeadLetterTopic topic,
      ConsumerMetrics metrics,
      Clock clock) {
    this.consumer = consumer;
    this.commits = commits;
    this.topic = topic;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Records have their outcomes: these letters, and then these offsets. */
  void add(List<DeadLetter> more, Map<TopicPartition, OffsetAndMetadata> ends) {
    letters.addAll(more);
    if (letters.isEmpty()) {
      commits.reached(ends);
    } else {
      offsets.putAll(ends);
    }
  }

  /** True if nothing more may come before Kafka has taken the letters. */
  boolean isBehind() {
    return failed || letters.size() >= MOST_LETTERS;
  }

  /** Whether letters wait to be written. */
  boolean hasLetters() {
    return !letters.isEmpty();
  }

  /**
   * Writes the letters, unless others may join them.
   *
   * @param idle whether no records come
   * @throws OutageException if Kafka is out of reach; to be called again
   */
  void deliver(boolean idle) throws OutageException {
    boolean due = idle || isBehind() || !clock.instant().isBefore(last.plus(BETWEEN_LETTERS));
    if (letters.isEmpty() || !due) {
      return;
    }
    last = clock.instant();
    failed = true;
    try {
      commits.now();
      topic.publish(letters, offsets, consumer);
      failed = false;
      metrics.deadLettered(letters);
      DeadLetterLog.written(letters);
      letters.clear();
      offsets.clear();
      metrics.delivered(Duration.between(last, clock.instant()));
    } catch (KafkaException e) {
      if (KafkaFailure.isPermanent(e)) {
        throw e;
      }
      throw new OutageException(
          "kafka", "the group's coordinator: " + e.getClass().getSimpleName(), e);
    }
  }

  /** These partitions are no longer ours: whoever has them now makes their letters again. */
  void lose(Collection<TopicPartition> partitions) {
    letters.removeIf(letter -> partitions.contains(Polled.partition(letter.original())));
    offsets.keySet().removeAll(partitions);
    if (letters.isEmpty()) {
      commits.reached(offsets);
      offsets.clear();
      failed = false;
    }
  }
}
