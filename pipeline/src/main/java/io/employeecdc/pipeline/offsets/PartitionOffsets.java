package io.employeecdc.pipeline.offsets;

import io.employeecdc.runtime.kafka.TopicEnds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * One partition of the topic of changes.
 *
 * @param start the first offset that the topic still has
 * @param end where the next record is written
 * @param group where the group goes on; empty if it has not begun
 * @param applied where the target says that it goes on; empty if it says nothing
 */
public record PartitionOffsets(
    int partition, long start, long end, OptionalLong group, OptionalLong applied) {
  /** Where the target goes on, as far as the topic has that. */
  long fromTarget() {
    return applied.orElse(start);
  }

  /** Whether the topic has what the target needs next. */
  boolean topicHasIt() {
    return fromTarget() >= start && fromTarget() <= end;
  }

  /** Of all partitions, by number. */
  public static List<PartitionOffsets> read(
      Admin admin, String topic, String group, Map<Integer, Long> applied)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, Long> ends = new TopicEnds(admin, topic).read();
    Map<TopicPartition, OffsetSpec> question = new HashMap<>();
    ends.keySet().forEach(partition -> question.put(partition, OffsetSpec.earliest()));
    var starts = admin.listOffsets(question);
    Map<TopicPartition, OffsetAndMetadata> committed = committed(admin, group);
    List<PartitionOffsets> all = new ArrayList<>();
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      OffsetAndMetadata found = committed.get(end.getKey());
      Long known = applied.get(end.getKey().partition());
      all.add(
          new PartitionOffsets(
              end.getKey().partition(),
              starts.partitionResult(end.getKey()).get().offset(),
              end.getValue(),
              found == null ? OptionalLong.empty() : OptionalLong.of(found.offset()),
              known == null ? OptionalLong.empty() : OptionalLong.of(known)));
    }
    all.sort(Comparator.comparingInt(PartitionOffsets::partition));
    return all;
  }

  private static Map<TopicPartition, OffsetAndMetadata> committed(Admin admin, String group)
      throws ExecutionException, InterruptedException {
    try {
      return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return Map.of();
      }
      throw e;
    }
  }
}
