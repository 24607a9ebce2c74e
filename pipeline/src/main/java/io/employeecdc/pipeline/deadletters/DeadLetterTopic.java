package io.employeecdc.pipeline.deadletters;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.BoundedConsumer;
import io.employeecdc.runtime.kafka.KafkaFailure;
import io.employeecdc.runtime.kafka.TopicCheck;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the dead-letter topic as it is when the reading starts: committed records only, without a
 * group. The ends are those before which records may still be hidden by open transactions, so that
 * a letter written behind one is waited for, though not for ever.
 */
final class DeadLetterTopic implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int TIMEOUT_MS = 15_000;

  private final DeadLetterTopicSettings settings;
  private final BoundedConsumer consumer;

  private DeadLetterTopic(DeadLetterTopicSettings settings, BoundedConsumer consumer) {
    this.settings = settings;
    this.consumer = consumer;
  }

  /**
   * Connects.
   *
   * @throws CdcException with exit code 3 if there is no such topic, 4 if Kafka refuses us, 5 if it
   *     does not answer
   */
  static DeadLetterTopic open(DeadLetterTopicSettings settings) {
    TopicCheck.require(settings.kafka(), List.of(settings.topic()));
    Map<String, Object> config = settings.kafka().reader("dlq");
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
    return new DeadLetterTopic(settings, BoundedConsumer.with(config));
  }

  /**
   * Hands over every dead letter, in order per partition.
   *
   * @return the offsets from which on records are hidden by open transactions, by partition
   */
  Map<Integer, Long> readAll(Consumer<ConsumerRecord<byte[], byte[]>> taker) {
    return read(
        Map.of(),
        ends(),
        letter -> {
          taker.accept(letter);
          return true;
        });
  }

  /** The ends of all partitions, behind what open transactions have written. */
  Map<TopicPartition, Long> ends() {
    return explained(
        () ->
            DeadLetterEnds.of(
                settings,
                consumer.partitionsFor(settings.topic()).stream()
                    .map(found -> new TopicPartition(found.topic(), found.partition()))
                    .toList()));
  }

  /**
   * Hands over the dead letters of a part of the topic, in order per partition.
   *
   * @param begins offsets of the first ones; a partition that is absent is read from its beginning
   * @param taker false if it has had enough
   * @return the offsets from which on records are hidden by open transactions, by partition
   */
  Map<Integer, Long> read(
      Map<TopicPartition, Long> begins,
      Map<TopicPartition, Long> ends,
      Predicate<ConsumerRecord<byte[], byte[]>> taker) {
    return explained(
        () -> {
          consumer.assign(ends.keySet());
          // A reading before this one has paused what it had read to the end.
          consumer.resume(ends.keySet());
          consumer.seekToBeginning(ends.keySet());
          begins.forEach(consumer::seek);
          return read(ends, taker);
        });
  }

  /** The dead letter at this place, if there is one. */
  Optional<ConsumerRecord<byte[], byte[]>> at(Place place) {
    return explained(
        () -> {
          TopicPartition partition = new TopicPartition(settings.topic(), place.partition());
          if (consumer.partitionsFor(settings.topic()).size() <= place.partition()
              || DeadLetterEnds.of(settings, List.of(partition)).get(partition) <= place.offset()) {
            return Optional.empty();
          }
          consumer.assign(List.of(partition));
          consumer.seek(partition, place.offset());
          Picked picked = new Picked(place.offset());
          read(Map.of(partition, place.offset() + 1), picked);
          return picked.found();
        });
  }

  private Map<Integer, Long> read(
      Map<TopicPartition, Long> ends, Predicate<ConsumerRecord<byte[], byte[]>> taker) {
    Patience patience = new Patience(settings.patience());
    Unread unread = new Unread(ends);
    unread.update(consumer);
    while (!unread.isEmpty() && !patience.isOver()) {
      for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(POLL)) {
        if (unread.wants(letter) && !taker.test(letter)) {
          return Map.of();
        }
      }
      if (unread.update(consumer)) {
        patience.renew();
      }
    }
    if (!unread.isEmpty()) {
      // Tells an open transaction from brokers that are gone: those do not answer.
      consumer.endOffsets(unread.partitions());
    }
    return unread.positions();
  }

  private <T> T explained(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (KafkaException e) {
      throw KafkaFailure.fatal(settings.kafka(), "reading topic '" + settings.topic() + "'", e)
          .orElseGet(() -> new CdcException(ExitCode.UNEXPECTED, e.toString(), e));
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
