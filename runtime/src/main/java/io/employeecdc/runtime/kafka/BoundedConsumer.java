package io.employeecdc.runtime.kafka;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Kafka's consumer for topics into which others may write: whatever lies there, a poll holds a
 * bounded part of it, and a record for which there is no memory is named.
 */
public final class BoundedConsumer extends KafkaConsumer<byte[], byte[]> {
  private final Map<String, Object> config;
  private final BoundedParts parts;

  private BoundedConsumer(Map<String, Object> config, BoundedParts parts) {
    super(config, parts.keys(), parts.values());
    this.config = Map.copyOf(config);
    this.parts = parts;
  }

  /**
   * Connects; see {@link KafkaSettings#reader}.
   *
   * @throws CdcException with exit code 3 or 5 if no client can be made
   */
  public static BoundedConsumer with(Map<String, Object> config) {
    try {
      return new BoundedConsumer(config, new BoundedParts());
    } catch (KafkaException e) {
      throw ClientSettings.failure(e, config);
    }
  }

  /**
   * As Kafka's.
   *
   * @throws CdcException if there is no memory for a record. Not to be called again then: what was
   *     read with it is lost
   */
  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    parts.beginPoll();
    try {
      return BoundedParts.bounded(super.poll(timeout));
    } catch (OutOfMemoryError e) {
      throw named(e);
    }
  }

  private Error named(OutOfMemoryError e) {
    RecordProbe probe = new RecordProbe(config);
    Set<TopicPartition> read = new HashSet<>(assignment());
    read.removeAll(paused());
    Map<TopicPartition, Long> ends = endOffsets(read);
    for (TopicPartition partition : read) {
      Optional<RecordProbe.Unfit> unfit =
          probe.unfit(partition, position(partition), ends.get(partition));
      if (unfit.isPresent()) {
        throw unfit(partition, unfit.get(), e);
      }
    }
    return e;
  }

  private static CdcException unfit(
      TopicPartition partition, RecordProbe.Unfit unfit, OutOfMemoryError e) {
    String range =
        unfit.first() == unfit.last()
            ? String.valueOf(unfit.first())
            : unfit.first() + "-" + unfit.last();
    return new CdcException(
        ErrorCode.RECORD_WITHOUT_MEMORY,
        "topic %1$s, partition %2$d, offset %3$s does not fit into memory (-Xmx%4$dm): give more, or, if it is the topic of changes, stop its consumers and step over it with 'cdc dlq skip %2$d:%3$s'"
            .formatted(
                partition.topic(),
                partition.partition(),
                range,
                Runtime.getRuntime().maxMemory() / 1024 / 1024),
        e);
  }
}
