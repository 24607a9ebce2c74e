package io.employeecdc.consumer.loop;

import io.employeecdc.consumer.deadletter.DeadLetterException;
import io.employeecdc.consumer.deadletter.DeadLetterLog;
import io.employeecdc.consumer.deadletter.DeadLetterTopic;
import io.employeecdc.consumer.metrics.ConsumerMetrics;
import io.employeecdc.runtime.kafka.KafkaFailure;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Brings offsets and dead letters to Kafka, those of a batch in one transaction. */
final class Finish {
  private final Consumer<byte[], byte[]> consumer;
  private final Commits commits;
  private final DeadLetterTopic deadLetters;
  private final ConsumerMetrics metrics;

  /** What may have been written, the answer having been lost. */
  private Optional<Delivery> doubtful = Optional.empty();

  Finish(
      Consumer<byte[], byte[]> consumer,
      Commits commits,
      DeadLetterTopic deadLetters,
      ConsumerMetrics metrics) {
    this.consumer = consumer;
    this.commits = commits;
    this.deadLetters = deadLetters;
    this.metrics = metrics;
  }

  /**
   * Delivers what is due.
   *
   * @throws OutageException if Kafka is out of reach; to be called again
   */
  void run(Pending pending) throws OutageException {
    try {
      settleDoubt(pending);
      Delivery due = pending.due();
      if (due.letters().isEmpty()) {
        commits.reached(due.offsets());
      } else {
        publish(due);
      }
      delivered(pending, due);
    } catch (DeadLetterException e) {
      throw new OutageException("kafka", e.getMessage(), e);
    } catch (KafkaException e) {
      if (KafkaFailure.isRefusal(e)) {
        throw e;
      }
      throw new OutageException(
          "kafka", "the group's coordinator: " + e.getClass().getSimpleName(), e);
    }
  }

  private void publish(Delivery due) throws DeadLetterException {
    commits.now();
    doubtful = Optional.of(due);
    deadLetters.publish(due.letters(), due.offsets(), consumer.groupMetadata());
    doubtful = Optional.empty();
  }

  /**
   * A partition with letters had an offset before the first of them, so its offset now tells
   * whether they were written. If it went to others meanwhile, its letters are no longer pending.
   */
  private void settleDoubt(Pending pending) throws DeadLetterException {
    if (doubtful.isEmpty()) {
      return;
    }
    deadLetters.settle();
    Delivery doubt = doubtful.get();
    Set<TopicPartition> partitions =
        doubt.letters().stream()
            .map(letter -> Places.partition(letter.original()))
            .collect(Collectors.toSet());
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(partitions);
    partitions.removeIf(
        partition -> {
          OffsetAndMetadata found = committed.get(partition);
          return found == null || found.offset() < doubt.offsets().get(partition).offset();
        });
    delivered(pending, doubt.of(partitions));
    doubtful = Optional.empty();
  }

  private void delivered(Pending pending, Delivery delivery) {
    pending.delivered(delivery);
    if (!delivery.letters().isEmpty()) {
      metrics.deadLettered(delivery.letters());
      DeadLetterLog.written(delivery.letters());
    }
  }
}
