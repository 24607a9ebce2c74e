package io.employeecdc.producer.publish;

import io.employeecdc.producer.capture.Position;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.kafka.BoundedConsumer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Header;

/**
 * Finds the last committed position.
 *
 * <p>It must not be missed, or everything after it would be published twice. So the end is asked
 * for without regard to transactions, and then read up to as {@code read_committed}: behind another
 * producer's open transaction the reader waits instead of taking an older position for the last.
 * Our own earlier transaction has ended by then: {@code initTransactions} saw to that.
 */
final class PositionReader {
  /** The header of a position that names the run of the producer that wrote it. */
  static final String INSTANCE = "instance";

  private final PublishSettings settings;

  PositionReader(PublishSettings settings) {
    this.settings = settings;
  }

  /**
   * @param instance the run of a producer that wrote it; null if it did not say
   * @param topic where all before it is; empty if it does not say
   * @param offset its place in the topic; -1 for none
   */
  record Stored(Position position, String instance, Optional<TopicIdentity> topic, long offset) {
    /** Nothing was ever published under this producer id. */
    static final Stored NONE = new Stored(Position.START, null, Optional.empty(), -1);
  }

  /**
   * The last committed position of this producer id, or {@link Stored#NONE}. Waits for open
   * transactions.
   */
  Stored read() {
    return read(any -> true);
  }

  /** The same of those that are wanted. */
  Stored read(Predicate<Stored> wanted) {
    try (BoundedConsumer committed = consumer("read_committed");
        BoundedConsumer all = consumer("read_uncommitted")) {
      List<TopicPartition> partitions = partitions(committed);
      return read(committed, partitions, all.endOffsets(partitions), wanted);
    }
  }

  /**
   * The same as far as no transaction is open: ours, whose end we do not know, may stay so until
   * somebody ends it.
   */
  Stored look() {
    try (BoundedConsumer committed = consumer("read_committed")) {
      List<TopicPartition> partitions = partitions(committed);
      return read(committed, partitions, committed.endOffsets(partitions), any -> true);
    }
  }

  private List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer) {
    return consumer.partitionsFor(settings.positionTopic()).stream()
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .toList();
  }

  private Stored read(
      BoundedConsumer committed,
      List<TopicPartition> partitions,
      Map<TopicPartition, Long> ends,
      Predicate<Stored> wanted) {
    committed.assign(partitions);
    committed.seekToBeginning(partitions);
    byte[] id = settings.producerId().getBytes(StandardCharsets.UTF_8);
    Stored last = Stored.NONE;
    CdcException broken = null;
    while (ends.entrySet().stream().anyMatch(e -> committed.position(e.getKey()) < e.getValue())) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptException("interrupted while reading the position");
      }
      for (ConsumerRecord<byte[], byte[]> position : committed.poll(Duration.ofMillis(200))) {
        if (Arrays.equals(id, position.key()) && position.value() != null) {
          try {
            Stored one = stored(position);
            last = wanted.test(one) ? one : last;
            broken = null;
          } catch (CdcException e) {
            // Unless the right one is written again behind it.
            broken = e;
          }
        }
      }
    }
    if (broken != null) {
      throw broken;
    }
    return last;
  }

  private static Stored stored(ConsumerRecord<byte[], byte[]> position) {
    return new Stored(
        PositionRecord.read(position),
        instance(position),
        TopicIdentity.in(position.headers()),
        position.offset());
  }

  private BoundedConsumer consumer(String isolation) {
    Map<String, Object> config = settings.kafka().reader(settings.producerId() + "-position");
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
    return BoundedConsumer.with(config);
  }

  private static String instance(ConsumerRecord<byte[], byte[]> position) {
    Header header = position.headers().lastHeader(INSTANCE);
    return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
  }
}
