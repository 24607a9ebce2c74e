package io.employeecdc.runtime.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads a partition record by record, so that one for which there is no memory has a place. Out of
 * a poll of many the error takes along those that were read before it.
 */
public final class RecordProbe {
  private static final Duration POLL = Duration.ofMillis(200);

  /** So often nothing may come in a row. */
  private static final int SILENT_POLLS = 50;

  /** So many offsets behind one that cannot be read are tried: each takes a fetch. */
  private static final int MOST_TRIES = 500;

  private final Map<String, Object> config;

  /** A probe with the settings of a reader; belongs to no group. */
  public RecordProbe(Map<String, Object> reader) {
    config = new HashMap<>(reader);
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    config.computeIfPresent(ConsumerConfig.CLIENT_ID_CONFIG, (name, id) -> id + "-probe");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
  }

  /**
   * Some records of a partition.
   *
   * @param next where the one behind them is looked for
   * @param unfit whether there is no memory for that one
   */
  public record Reading(List<ConsumerRecord<byte[], byte[]>> records, long next, boolean unfit) {}

  /**
   * Reads from an offset up to, and without, another; less if that is much, or memory ends.
   *
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
   */
  public Reading read(TopicPartition partition, long begin, long end) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    BoundedParts parts = new BoundedParts();
    long next = begin;
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, parts.keys(), parts.values())) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, begin);
      int silent = 0;
      while (next < end && parts.room()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (record.offset() < end) {
            records.add(record);
          }
        }
        long now = consumer.position(partition);
        silent = now > next ? 0 : silent + 1;
        next = now;
        if (silent > SILENT_POLLS) {
          throw new TimeoutException("nothing more comes at offset " + next + " of " + partition);
        }
      }
      return new Reading(records, Math.min(next, end), false);
    } catch (OutOfMemoryError e) {
      return new Reading(records, next, true);
    }
  }

  /** The first offset up to an end for whose record there is no memory. */
  OptionalLong unfit(TopicPartition partition, long begin, long end) {
    Reading reading = new Reading(List.of(), begin, false);
    while (reading.next() < end && !reading.unfit()) {
      reading = read(partition, reading.next(), end);
    }
    return reading.unfit() ? OptionalLong.of(reading.next()) : OptionalLong.empty();
  }

  /**
   * The last offset of those that cannot be read because of one: records behind it in its batch are
   * only to be had through it. Of very many, not all are found at once.
   */
  long through(TopicPartition partition, long unfit, long end) {
    long last = unfit;
    while (last + 1 < end
        && last - unfit < MOST_TRIES
        && read(partition, last + 1, last + 2).unfit()) {
      last++;
    }
    return last;
  }
}
