package io.employeecdc.producer.publish;

import io.employeecdc.contract.MalformedRecordException;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.producer.capture.Position;
import io.employeecdc.runtime.kafka.BoundedConsumer;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a producer may go on in a topic that a mirror filled.
 *
 * <p>A mirror keeps the order within a partition, but carries a transaction's partitions one by
 * one: a position may be there before changes that it takes for published, and they would be lost.
 * But no id above {@link Position#highest} was published before a position. So a record with a
 * greater id was published after it, and lies behind all of its own partition that the position
 * speaks of. A position holds here once each partition has such a record; the newest of those is
 * taken. What was published after it comes again under its old ids, and consumers know it.
 *
 * @param ours whether a schema's id is one that this topic's records have
 */
record MirroredPosition(PublishSettings settings, IntPredicate ours) {
  /** So much of a partition's end is looked at: with less found, an older position is taken. */
  private static final int LAST = 1000;

  /** The newest position that holds; {@link Position#START} if none is known to. */
  Position find() {
    long reached = reached();
    return new PositionReader(settings)
        .read(stored -> stored.position().highest() < reached)
        .position();
  }

  /** The highest id at the end of the partition where that is lowest. */
  private long reached() {
    try (BoundedConsumer consumer =
        BoundedConsumer.with(settings.kafka().reader(settings.producerId() + "-mirrored"))) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(settings.topic()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.assign(partitions);
      ends.forEach((partition, end) -> consumer.seek(partition, Math.max(0, end - LAST)));
      Map<Integer, Long> highest = new HashMap<>();
      Map<Integer, Boolean> known = new HashMap<>();
      while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          highest.merge(record.partition(), id(record.value(), known), Math::max);
        }
      }
      return partitions.stream()
          .mapToLong(one -> highest.getOrDefault(one.partition(), 0L))
          .min()
          .orElse(0);
    }
  }

  /** With which each contract begins; 0 for a tombstone, and for what somebody else wrote. */
  private long id(byte[] value, Map<Integer, Boolean> known) {
    try {
      if (value == null || !known.computeIfAbsent(WireFormat.schemaId(value), ours::test)) {
        return 0;
      }
      int header = WireFormat.HEADER_LENGTH;
      return DecoderFactory.get()
          .binaryDecoder(value, header, value.length - header, null)
          .readLong();
    } catch (MalformedRecordException | IOException e) {
      return 0;
    }
  }
}
