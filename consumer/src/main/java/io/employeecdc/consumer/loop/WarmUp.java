package io.employeecdc.consumer.loop;

import io.employeecdc.consumer.apply.AppliedThrough;
import io.employeecdc.consumer.apply.ChangeApplier;
import io.employeecdc.consumer.batch.BatchAttempt;
import io.employeecdc.consumer.decode.ChangeDecoder;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.kafka.BoundedConsumer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rehearses what the group has applied last, before a process joins it. The first batch of a new
 * JVM takes as long as all its classes take to load; in a rolling update that would be the time for
 * which partitions stand that are handed over. Nothing of it stays, and what goes wrong is left to
 * the loops, which meet it again and know what to do.
 */
public final class WarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  /** Offsets of each partition; enough that what is done for each record is compiled. */
  private static final int OFFSETS = 100;

  private WarmUp() {}

  /**
   * Takes a second or two.
   *
   * @param settings of one of the loops that will join
   * @param rehearsal leaves the target as it is
   * @return how many records were decoded and applied; 0 if the group has applied none, or if
   *     something did not answer
   */
  public static int run(LoopSettings settings, ChangeDecoder decoder, ChangeApplier rehearsal) {
    try (BoundedConsumer consumer = BoundedConsumer.with(settings.consumer())) {
      List<ConsumerRecord<byte[], byte[]>> last = last(settings.topic(), consumer);
      new BatchAttempt(last, AppliedThrough.NONE).run(decoder, rehearsal);
      return last.size();
    } catch (KafkaException | SQLException | RegistryException | CdcException e) {
      LOG.debug("Not warm: {}", e.getClass().getSimpleName());
      return 0;
    }
  }

  private static List<ConsumerRecord<byte[], byte[]>> last(String topic, BoundedConsumer consumer) {
    Set<TopicPartition> all =
        consumer.partitionsFor(topic, TIMEOUT).stream()
            .map(found -> new TopicPartition(topic, found.partition()))
            .collect(Collectors.toSet());
    Map<TopicPartition, OffsetAndMetadata> applied =
        new HashMap<>(consumer.committed(all, TIMEOUT));
    applied.values().removeIf(Objects::isNull);
    Set<TopicPartition> known = applied.keySet();
    if (known.isEmpty()) {
      return List.of();
    }
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(known, TIMEOUT);
    consumer.assign(known);
    for (TopicPartition partition : known) {
      long wanted = applied.get(partition).offset() - OFFSETS;
      consumer.seek(partition, Math.max(begins.get(partition), wanted));
    }
    return StreamSupport.stream(consumer.poll(TIMEOUT).spliterator(), false)
        .filter(record -> record.offset() < applied.get(Polled.partition(record)).offset())
        .toList();
  }
}
