package io.employeecdc.producer.watch;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Asks where a group goes on. */
public final class GroupOffsets {
  private GroupOffsets() {}

  /**
   * Of the partitions in which it has begun; none of a group that nobody has used. Needs the right
   * to describe the group.
   *
   * @throws ExecutionException whose cause is Kafka's error
   */
  public static Map<TopicPartition, Long> of(Admin admin, String group)
      throws ExecutionException, InterruptedException {
    try {
      return begun(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof GroupIdNotFoundException)) {
        throw e;
      }
      return Map.of();
    }
  }

  /** Those of an answer, which has null for a partition in which the group has not begun. */
  public static Map<TopicPartition, Long> begun(Map<TopicPartition, OffsetAndMetadata> told) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    told.forEach(
        (partition, done) -> {
          if (done != null) {
            offsets.put(partition, done.offset());
          }
        });
    return offsets;
  }
}
