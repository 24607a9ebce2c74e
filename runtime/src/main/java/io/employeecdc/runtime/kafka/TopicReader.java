package io.employeecdc.runtime.kafka;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
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
 * Reads a topic as it is when the reading starts: committed records only, without a group. The ends
 * are those before which records may still be hidden by open transactions, so that a record written
 * behind one is waited for, though not for ever.
 */
public final class TopicReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final KafkaSettings kafka;
  private final String topic;
  private final Duration patience;
  private final BoundedConsumer consumer;

  private TopicReader(
      KafkaSettings kafka, String topic, Duration patience, BoundedConsumer consumer) {
    this.kafka = kafka;
    this.topic = topic;
    this.patience = patience;
    this.consumer = consumer;
  }

  /**
   * Connects.
   *
   * @param patience how long to wait without progress, as behind an open transaction
   * @throws CdcException with exit code 3 if there is no such topic, 4 if Kafka refuses us, 5 if it
   *     does not answer
   */
  public static TopicReader open(
      KafkaSettings kafka, String topic, String client, Duration patience) {
    TopicCheck.require(kafka, List.of(topic));
    Map<String, Object> config = kafka.reader(client);
    config.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis());
    return new TopicReader(kafka, topic, patience, BoundedConsumer.with(config));
  }

  /** The ends of all partitions, behind what open transactions have written. */
  public Map<TopicPartition, Long> ends() {
    try (Admin admin = AdminClients.open(kafka, "topic-ends", LIMIT, 3)) {
      return TopicEnds.of(admin, topic);
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CdcException(
          ExitCode.UNEXPECTED, "interrupted while reading topic '" + topic + "'", e);
    }
  }

  /** The ends of what is committed: open transactions hide nothing before them. */
  public Map<TopicPartition, Long> committedEnds() {
    try {
      return consumer.endOffsets(
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList());
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  /** The record at this place, if there is one. */
  public Optional<ConsumerRecord<byte[], byte[]>> at(int partition, long offset) {
    TopicPartition place = new TopicPartition(topic, partition);
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    if (ends().getOrDefault(place, 0L) > offset) {
      Map<Integer, Long> unused =
          read(Map.of(place, offset), Map.of(place, offset + 1), found::add);
    }
    return found.stream().findFirst();
  }

  /**
   * Hands over the records of a part of the topic, in order per partition.
   *
   * @param begins offsets of the first ones; a partition that is absent is read from its beginning
   * @param taker false if it has had enough
   * @return the offsets from which on records are hidden by open transactions, by partition
   */
  public Map<Integer, Long> read(
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
    while (!unread.isEmpty() && System.nanoTime() - moved <= patience.toNanos()) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        Long end = ends.get(new TopicPartition(record.topic(), record.partition()));
        if (record.offset() < end && !taker.test(record)) {
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
    return KafkaFailure.end(kafka, "reading topic '" + topic + "'", e);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
