package io.employeecdc.consumer.replay;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the group may move in each partition: up to the first letter that was passed over. A
 * letter behind that one is replayed all the same, and comes again in a later replay, which
 * recognises it.
 */
final class Reached {
  private final Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
  private final Map<TopicPartition, Long> held = new HashMap<>();

  /** The group may not move beyond this letter. */
  void hold(Letter letter) {
    held.putIfAbsent(letter.partition(), letter.record().offset());
  }

  /**
   * The letter is done with, once {@link #next} is committed.
   *
   * @return false if the group cannot move beyond it, so that the letter stays as it is
   */
  boolean move(Letter letter) {
    if (held.containsKey(letter.partition())) {
      return false;
    }
    next.put(letter.partition(), new OffsetAndMetadata(letter.record().offset() + 1));
    return true;
  }

  /** Where the group has got to, in the partitions where it moved. */
  Map<TopicPartition, OffsetAndMetadata> next() {
    return Map.copyOf(next);
  }

  /** The offsets that the group cannot move beyond, by partition. */
  Map<Integer, Long> held() {
    Map<Integer, Long> byPartition = new TreeMap<>();
    held.forEach((partition, offset) -> byPartition.put(partition.partition(), offset));
    return byPartition;
  }
}
