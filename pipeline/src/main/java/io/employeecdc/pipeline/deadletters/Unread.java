package io.employeecdc.pipeline.deadletters;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions that are not read to their end yet. It is the reader's position that says so, not
 * the last record: behind that there may be only transaction markers.
 */
final class Unread {
  private final Map<TopicPartition, Long> ends;
  private final Map<TopicPartition, Long> positions = new HashMap<>();

  Unread(Map<TopicPartition, Long> ends) {
    this.ends = Map.copyOf(ends);
    ends.keySet().forEach(partition -> positions.put(partition, -1L));
  }

  boolean isEmpty() {
    return positions.isEmpty();
  }

  boolean wants(ConsumerRecord<byte[], byte[]> letter) {
    return letter.offset() < ends.get(new TopicPartition(letter.topic(), letter.partition()));
  }

  /** Looks where the reader is; true if it moved. */
  boolean update(KafkaConsumer<byte[], byte[]> consumer) {
    boolean moved = false;
    Iterator<Map.Entry<TopicPartition, Long>> entries = positions.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<TopicPartition, Long> entry = entries.next();
      long position = consumer.position(entry.getKey());
      moved |= position != entry.getValue();
      entry.setValue(position);
      if (position >= ends.get(entry.getKey())) {
        entries.remove();
        consumer.pause(List.of(entry.getKey()));
      }
    }
    return moved;
  }

  Set<TopicPartition> partitions() {
    return positions.keySet();
  }

  /** The next offset to read of each partition, ascending. */
  Map<Integer, Long> positions() {
    Map<Integer, Long> byPartition = new TreeMap<>();
    positions.forEach((partition, offset) -> byPartition.put(partition.partition(), offset));
    return byPartition;
  }
}
