package io.employeecdc.consumer.loop;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The records of one poll.
 *
 * @param ends where their partitions are read next; also of partitions that moved without records
 */
record Polled(
    List<ConsumerRecord<byte[], byte[]>> records, Map<TopicPartition, OffsetAndMetadata> ends) {
  Polled {
    records = List.copyOf(records);
    ends = Map.copyOf(ends);
  }

  static Polled of(ConsumerRecords<byte[], byte[]> polled) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(polled.count());
    polled.forEach(records::add);
    return new Polled(records, polled.nextOffsets());
  }

  /** And partitions that moved without records, unless they are among these. */
  Polled with(Map<TopicPartition, OffsetAndMetadata> moved) {
    Map<TopicPartition, OffsetAndMetadata> all = new HashMap<>(moved);
    all.putAll(ends);
    return new Polled(records, all);
  }

  /** Without what is no longer ours. */
  Polled without(Collection<TopicPartition> lost) {
    Map<TopicPartition, OffsetAndMetadata> kept = new HashMap<>(ends);
    kept.keySet().removeAll(lost);
    return new Polled(
        records.stream().filter(record -> !lost.contains(partition(record))).toList(), kept);
  }

  static TopicPartition partition(ConsumerRecord<?, ?> record) {
    return new TopicPartition(record.topic(), record.partition());
  }
}
