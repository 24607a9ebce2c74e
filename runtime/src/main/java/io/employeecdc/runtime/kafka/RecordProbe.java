package io.employeecdc.runtime.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
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

  /** How many records the reader takes at once. */
  private final int poll;

  /** A probe with the settings of a reader; belongs to no group. */
  public RecordProbe(Map<String, Object> reader) {
    config = new HashMap<>(reader);
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    config.computeIfPresent(ConsumerConfig.CLIENT_ID_CONFIG, (name, id) -> id + "-probe");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    Object most = config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    poll =
        most == null
            ? ConsumerConfig.DEFAULT_MAX_POLL_RECORDS
            : Integer.parseInt(String.valueOf(most));
  }

  /**
   * Some records of a partition.
   *
   * @param records those with a key or a value
   * @param next where the one behind them is looked for
   * @param unfit whether there is no memory for that one
   */
  public record ProbedRecords(
      List<ConsumerRecord<byte[], byte[]>> records, long next, boolean unfit) {}

  /** The offsets of what memory does not hold. */
  record Unfit(long first, long last) {}

  /**
   * Reads from an offset up to, and without, another; less if that is much, or memory ends.
   *
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
   */
  public ProbedRecords read(TopicPartition partition, long begin, long end) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    BoundedParts parts = new BoundedParts();
    Walk walk =
        walk(
            partition,
            begin,
            end,
            parts,
            record -> {
              if (!Bare.is(record)) {
                records.add(record);
              }
              return parts.room();
            });
    return new ProbedRecords(records, walk.next, walk.unfit);
  }

  /**
   * What a poll that begins at an offset has no memory for: a record with those behind it that are
   * only to be had through it, or many records together that a poll takes without asking anybody.
   */
  Optional<Unfit> unfit(TopicPartition partition, long begin, long end) {
    BoundedParts parts = new BoundedParts();
    Bare bare = new Bare();
    Walk walk =
        walk(
            partition,
            begin,
            end,
            parts,
            record -> {
              parts.beginPoll();
              return bare.add(record) < poll;
            });
    if (walk.unfit) {
      return Optional.of(new Unfit(walk.next, through(partition, walk.next, end)));
    }
    return bare.memory > BoundedParts.ENOUGH
        ? Optional.of(new Unfit(bare.first, bare.last))
        : Optional.empty();
  }

  /**
   * Records without key and value: Kafka's consumer has nothing of them deserialized, so that as
   * many as it takes in a poll are held at once, with whatever headers.
   */
  private static final class Bare {
    private int seen;
    private long memory;
    private long first = -1;
    private long last;

    static boolean is(ConsumerRecord<byte[], byte[]> record) {
      return record.key() == null && record.value() == null;
    }

    /**
     * Counts any record.
     *
     * @return how many there were
     */
    int add(ConsumerRecord<byte[], byte[]> record) {
      if (is(record)) {
        memory += BoundedParts.memory(record.headers());
        first = first < 0 ? record.offset() : first;
        last = record.offset();
      }
      return ++seen;
    }
  }

  /** The last offset that is unfit with one. Of very many, not all are found at once. */
  private long through(TopicPartition partition, long unfit, long end) {
    long last = unfit;
    while (last + 1 < end
        && last - unfit < MOST_TRIES
        && read(partition, last + 1, last + 2).unfit()) {
      last++;
    }
    return last;
  }

  /** How far one came, and whether memory ended there. */
  private record Walk(long next, boolean unfit) {}

  private Walk walk(
      TopicPartition partition,
      long begin,
      long end,
      BoundedParts parts,
      Predicate<ConsumerRecord<byte[], byte[]>> goOn) {
    long next = begin;
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, parts.keys(), parts.values())) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, begin);
      int silent = 0;
      boolean more = true;
      while (next < end && more) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (record.offset() < end) {
            more = goOn.test(record);
          }
        }
        long now = consumer.position(partition);
        silent = now > next ? 0 : silent + 1;
        next = now;
        if (silent > SILENT_POLLS) {
          throw new TimeoutException("nothing more comes at offset " + next + " of " + partition);
        }
      }
      return new Walk(Math.min(next, end), false);
    } catch (OutOfMemoryError e) {
      return new Walk(next, true);
    }
  }
}
