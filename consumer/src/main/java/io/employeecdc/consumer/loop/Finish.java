package io.employeecdc.consumer.loop;

import io.employeecdc.consumer.deadletter.DeadLetterException;
import io.employeecdc.consumer.deadletter.DeadLetterTopic;
import io.employeecdc.consumer.metrics.ConsumerMetrics;
import io.employeecdc.runtime.kafka.KafkaFailure;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** The end of a batch: its dead letters and offsets go where they belong. */
final class Finish {
  private final Consumer<byte[], byte[]> consumer;
  private final Commits commits;
  private final DeadLetterTopic deadLetters;
  private final ConsumerMetrics metrics;
  private final Clock clock;

  /** The batch whose dead letters may have been written, the answer having been lost. */
  private Optional<Batch> doubtful = Optional.empty();

  /** The offsets written with them; a batch whose partitions go on may have got further since. */
  private Map<TopicPartition, OffsetAndMetadata> doubtfulOffsets = Map.of();

  Finish(
      Consumer<byte[], byte[]> consumer,
      Commits commits,
      DeadLetterTopic deadLetters,
      ConsumerMetrics metrics,
      Clock clock) {
    this.consumer = consumer;
    this.commits = commits;
    this.deadLetters = deadLetters;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Commits the batch's offsets, together with its dead letters if it has any.
   *
   * @throws OutageException if Kafka is out of reach; to be called again with the same batch
   */
  void run(Batch batch) throws OutageException {
    if (batch.deadLetters().isEmpty()) {
      commits.reached(batch.offsets());
      commits.sendIfDue();
    } else {
      commitWithDeadLetters(batch);
    }
    metrics.finished(batch.report(clock.instant()));
  }

  private void commitWithDeadLetters(Batch batch) throws OutageException {
    try {
      commits.now();
      if (writtenBefore(batch)) {
        commits.reached(batch.offsets());
      } else {
        doubtful = Optional.of(batch);
        doubtfulOffsets = batch.offsets();
        deadLetters.publish(batch.deadLetters(), batch.offsets(), consumer.groupMetadata());
      }
      doubtful = Optional.empty();
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

  private boolean writtenBefore(Batch batch) throws DeadLetterException {
    if (doubtful.isEmpty() || doubtful.get() != batch) {
      return false;
    }
    deadLetters.settle();
    Map<TopicPartition, OffsetAndMetadata> goal = doubtfulOffsets;
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(goal.keySet());
    return goal.entrySet().stream()
        .allMatch(
            entry -> {
              OffsetAndMetadata found = committed.get(entry.getKey());
              return found != null && found.offset() >= entry.getValue().offset();
            });
  }
}
