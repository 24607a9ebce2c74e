package io.employeecdc.consumer.replay;

import io.employeecdc.consumer.deadletter.DeadLetter;
import io.employeecdc.consumer.deadletter.DeadLetterTopic;
import io.employeecdc.consumer.failure.OutageException;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.KafkaFailure;
import io.employeecdc.runtime.kafka.KafkaSettings;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How far the replays of one group have got, and what failed again on the way.
 *
 * <p>Nobody is a member of the group: its transactional id, one for all its replays, is what keeps
 * two of them from moving it at once. The later one fences the earlier, whose last batch is in the
 * target then but not in the group's offsets, and so comes again to the later one.
 */
public final class ReplayGroup implements AutoCloseable {
  private static final int TIMEOUT_MS = 15_000;

  private final KafkaSettings kafka;
  private final String group;
  private final KafkaConsumer<byte[], byte[]> offsets;
  private final DeadLetterTopic letters;

  private Map<TopicPartition, OffsetAndMetadata> finished = Map.of();

  /** A group by its name; asks nothing and changes nothing yet. */
  public ReplayGroup(KafkaSettings kafka, String topic, String group) {
    Map<String, Object> config = kafka.reader(group);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
    this.kafka = kafka;
    this.group = group;
    this.offsets =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.letters = new DeadLetterTopic(kafka, topic, group, group + "-dlq", Clock.systemUTC());
  }

  /**
   * From now on the group is ours: what another replay left open ends, and the other one itself
   * when it next wants to write.
   *
   * @throws CdcException with exit code 3, 4 or 5 if that is not to be had
   */
  public void takeOver() {
    try {
      letters.settle();
    } catch (OutageException e) {
      throw new CdcException(
          ErrorCode.KAFKA_UNREACHABLE, e.getMessage() + "; check --bootstrap-servers", e);
    }
  }

  /**
   * The first offset that is left to replay; a partition that the group has not begun is absent.
   *
   * @throws CdcException with exit code 4 or 5 if Kafka does not tell
   */
  public Map<TopicPartition, Long> begins(Set<TopicPartition> partitions) {
    try {
      Map<TopicPartition, Long> begins = new HashMap<>();
      offsets
          .committed(partitions)
          .forEach(
              (partition, found) -> {
                if (found != null) {
                  begins.put(partition, found.offset());
                }
              });
      return begins;
    } catch (KafkaException e) {
      throw KafkaFailure.end(kafka, "asking for the offsets of group '" + group + "'", e);
    }
  }

  /**
   * Keeps what failed again and where the group has got to, all or none.
   *
   * @throws OutageException if it may work later; to be called again with the same
   */
  void finish(List<DeadLetter> again, Map<TopicPartition, OffsetAndMetadata> reached)
      throws OutageException {
    if (reached.equals(finished)) {
      return;
    }
    try {
      letters.publish(again, reached, offsets);
      finished = reached;
    } catch (OutageException e) {
      throw explain(e);
    } catch (KafkaException e) {
      if (KafkaFailure.isPermanent(e)) {
        throw KafkaFailure.fatal(kafka, "moving group '" + group + "'", e).orElseThrow();
      }
      throw new OutageException(
          "kafka",
          "the coordinator of group '%s': %s".formatted(group, e.getClass().getSimpleName()),
          e);
    }
  }

  @Override
  public void close() {
    offsets.close();
    letters.close();
  }

  private OutageException explain(OutageException e) {
    Throwable cause = e.getCause();
    if (cause instanceof ProducerFencedException
        || cause instanceof InvalidProducerEpochException) {
      throw new CdcException(
          ExitCode.FENCED,
          "another 'cdc dlq replay' of group '%s' took over and goes on with what is left"
              .formatted(group),
          e);
    }
    return e;
  }
}
