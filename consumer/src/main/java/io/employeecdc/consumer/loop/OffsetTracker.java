package io.employeecdc.consumer.loop;

import io.employeecdc.consumer.apply.AppliedThrough;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the target has been told that each partition is applied, and where partitions stand that
 * moved without records, such as past the marks of transactions. Offsets are committed only after
 * the target knows them: it must never be behind the group.
 */
final class OffsetTracker {
  private final String topic;
  private final Map<TopicPartition, Long> told = new HashMap<>();
  private final Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();

  OffsetTracker(String topic) {
    this.topic = topic;
  }

  /** Of these partitions, those of which nothing is known. */
  Set<TopicPartition> unknown(Set<TopicPartition> assigned) {
    Set<TopicPartition> unknown = new HashSet<>(assigned);
    unknown.removeAll(told.keySet());
    return unknown;
  }

  /**
   * A partition came.
   *
   * @param begin what lies before should be in the target
   * @param offset from where it is read
   */
  void begin(TopicPartition partition, long begin, long offset) {
    told.put(partition, begin);
    moved.putIfAbsent(partition, new OffsetAndMetadata(offset, Optional.empty(), Polled.IN_TARGET));
  }

  /** Partitions moved without records. */
  void moved(Map<TopicPartition, OffsetAndMetadata> ends) {
    moved.putAll(ends);
  }

  /** Whether partitions moved without records. */
  boolean hasMoved() {
    return !moved.isEmpty();
  }

  /** Where those stand. */
  Map<TopicPartition, OffsetAndMetadata> moved() {
    return Map.copyOf(moved);
  }

  /** What the target is told with a batch that ends there. */
  AppliedThrough through(Map<TopicPartition, OffsetAndMetadata> ends) {
    Map<Integer, AppliedThrough.Move> moves = new HashMap<>();
    ends.forEach(
        (partition, end) ->
            moves.put(
                partition.partition(),
                new AppliedThrough.Move(told.getOrDefault(partition, 0L), end.offset())));
    return new AppliedThrough(topic, moves);
  }

  /** The target has been told. */
  void applied(Map<TopicPartition, OffsetAndMetadata> ends) {
    ends.forEach(
        (partition, end) -> {
          told.put(partition, end.offset());
          moved.computeIfPresent(
              partition, (same, other) -> other.offset() > end.offset() ? other : null);
        });
  }

  /** These are no longer ours. */
  void forget(Collection<TopicPartition> partitions) {
    told.keySet().removeAll(partitions);
    moved.keySet().removeAll(partitions);
  }
}
