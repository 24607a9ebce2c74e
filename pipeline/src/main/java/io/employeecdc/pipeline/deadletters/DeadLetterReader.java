package io.employeecdc.pipeline.deadletters;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.contract.table.Key;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.AdminClients;
import io.employeecdc.runtime.kafka.BoundedConsumer;
import io.employeecdc.runtime.kafka.KafkaFailure;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.kafka.TopicCheck;
import io.employeecdc.runtime.kafka.TopicEnds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the dead-letter topic as it is when the reading starts: committed records only, without a
 * group. The ends are those before which records may still be hidden by open transactions, so that
 * a letter written behind one is waited for, though not for ever.
 */
final class DeadLetterReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final Settings settings;
  private final BoundedConsumer consumer;

  private DeadLetterReader(Settings settings, BoundedConsumer consumer) {
    this.settings = settings;
    this.consumer = consumer;
  }

  /**
   * Where the dead letters are.
   *
   * @param patience how long to wait without progress, as behind an open transaction
   */
  record Settings(KafkaSettings kafka, Contract contract, String topic, Duration patience) {
    /** What the letters' keys are like. */
    Key key() {
      return contract.table().key();
    }
  }

  /**
   * Connects.
   *
   * @throws CdcException with exit code 3 if there is no such topic, 4 if Kafka refuses us, 5 if it
   *     does not answer
   */
  static DeadLetterReader open(Settings settings) {
    TopicCheck.require(settings.kafka(), List.of(settings.topic()));
    Map<String, Object> config = settings.kafka().reader("dlq");
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis());
    return new DeadLetterReader(settings, BoundedConsumer.with(config));
  }

  /** The ends of all partitions, behind what open transactions have written. */
  Map<TopicPartition, Long> ends() {
    try (Admin admin = AdminClients.open(settings.kafka(), "dlq-ends", LIMIT, 3)) {
      return new TopicEnds(admin, settings.topic()).read();
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CdcException(ExitCode.UNEXPECTED, "interrupted while reading dead letters", e);
    }
  }

  /** The dead letter at this place, if there is one. */
  Optional<ConsumerRecord<byte[], byte[]>> at(Place place) {
    TopicPartition partition = new TopicPartition(settings.topic(), place.partition());
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    if (ends().getOrDefault(partition, 0L) > place.offset()) {
      Map<Integer, Long> unused =
          read(
              Map.of(partition, place.offset()), Map.of(partition, place.offset() + 1), found::add);
    }
    return found.stream().findFirst();
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
    try {
      consumer.assign(ends.keySet());
      // A reading before this one has paused what it had read to the end.
      consumer.resume(ends.keySet());
      consumer.seekToBeginning(ends.keySet());
      begins.forEach(consumer::seek);
      return read(ends, taker);
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  /**
   * It is the reader's position that says whether a partition is read to its end, not the last
   * record: behind that there may be only transaction markers.
   */
  private Map<Integer, Long> read(
      Map<TopicPartition, Long> ends, Predicate<ConsumerRecord<byte[], byte[]>> taker) {
    Map<TopicPartition, Long> unread = unread(ends);
    long moved = System.nanoTime();
    while (!unread.isEmpty() && System.nanoTime() - moved <= settings.patience().toNanos()) {
      for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(POLL)) {
        Long end = ends.get(new TopicPartition(letter.topic(), letter.partition()));
        if (letter.offset() < end && !taker.test(letter)) {
          return Map.of();
        }
      }
      Map<TopicPartition, Long> now = unread(ends);
      if (!now.equals(unread)) {
        moved = System.nanoTime();
      }
      unread = now;
    }
    if (!unread.isEmpty()) {
      // Tells an open transaction from brokers that are gone: those do not answer.
      consumer.endOffsets(unread.keySet());
    }
    Map<Integer, Long> hidden = new TreeMap<>();
    unread.forEach((partition, next) -> hidden.put(partition.partition(), next));
    return hidden;
  }

  /** The next offset of each partition that is not read to its end yet; the others are paused. */
  private Map<TopicPartition, Long> unread(Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> unread = new HashMap<>();
    ends.forEach(
        (partition, end) -> {
          long next = consumer.position(partition);
          if (next < end) {
            unread.put(partition, next);
          } else {
            consumer.pause(List.of(partition));
          }
        });
    return unread;
  }

  private CdcException failure(Exception e) {
    return KafkaFailure.end(settings.kafka(), "reading topic '" + settings.topic() + "'", e);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
