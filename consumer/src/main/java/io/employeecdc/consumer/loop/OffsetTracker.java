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
  private final String topicId;
  private final Map<Integer, AppliedThrough.Move> told = new HashMap<>();
  private final Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();

  OffsetTracker(String topic, String topicId) {
    this.topic = topic;
    this.topicId = topicId;
  }

  /** Of these partitions, those of which nothing is known. */
  Set<TopicPartition> unknown(Set<TopicPartition> assigned) {
    Set<TopicPartition> unknown = new HashSet<>(assigned);
    unknown.removeIf(partition -> told.containsKey(partition.partition()));
    return unknown;
  }

  /**
   * A partition came. What lies before where it is read from should be in the target, unless it
   * became dead letters. Only where the group was not told so, or there is nothing before, may the
   * target know nothing of the partition.
   *
   * @param committed by the group; empty if it has no offset there
   * @param start the first offset that the topic has
   */
  void begin(TopicPartition partition, Optional<OffsetAndMetadata> committed, long start) {
    long offset = committed.map(OffsetAndMetadata::offset).orElse(start);
    String said = committed.map(OffsetAndMetadata::metadata).orElse("");
    told.put(
        partition.partition(),
        new AppliedThrough.Move(
            said.equals(Polled.AFTER_OUTAGE) ? 0 : offset,
            offset,
            offset <= start || !said.equals(Polled.IN_TARGET)));
    moved.putIfAbsent(partition, new OffsetAndMetadata(offset, Optional.empty(), Polled.IN_TARGET));
  }

  /** All that the target has been told, or should know. */
  AppliedThrough told() {
    return new AppliedThrough(topic, topicId, told);
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
        (partition, end) -> {
          AppliedThrough.Move before = told.get(partition.partition());
          moves.put(
              partition.partition(),
              before == null
                  ? new AppliedThrough.Move(0, end.offset(), true)
                  : new AppliedThrough.Move(before.begin(), end.offset(), before.mayBeUnknown()));
        });
    return new AppliedThrough(topic, topicId, moves);
  }

  /** The target has been told. */
  void applied(Map<TopicPartition, OffsetAndMetadata> ends) {
    ends.forEach(
        (partition, end) -> {
          told.put(
              partition.partition(), new AppliedThrough.Move(end.offset(), end.offset(), false));
          moved.computeIfPresent(
              partition, (same, other) -> other.offset() > end.offset() ? other : null);
        });
  }

  /** These are no longer ours. */
  void forget(Collection<TopicPartition> partitions) {
    partitions.forEach(partition -> told.remove(partition.partition()));
    moved.keySet().removeAll(partitions);
  }
}
