package io.employeecdc.runtime.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Asks for the ends of a topic's partitions, with records whose transaction is not known to have
 * ended. A commit is answered a moment before its markers are written, or long before if a broker
 * dies just then; until they are, who asks as a reader of committed records is told an end that
 * lies before them.
 */
public final class TopicEnds {
  private TopicEnds() {}

  /**
   * Of all partitions of a topic, which needs the right to describe it.
   *
   * @throws ExecutionException whose cause is Kafka's error
   */
  public static Map<TopicPartition, Long> of(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    return of(
        admin,
        admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList());
  }

  /**
   * Of some partitions.
   *
   * @throws ExecutionException as of all
   */
  public static Map<TopicPartition, Long> of(Admin admin, Collection<TopicPartition> partitions)
      throws ExecutionException, InterruptedException {
    return offsets(admin, partitions, OffsetSpec.latest());
  }

  /**
   * The first offsets that some partitions still have.
   *
   * @throws ExecutionException as of all
   */
  public static Map<TopicPartition, Long> begins(Admin admin, Collection<TopicPartition> partitions)
      throws ExecutionException, InterruptedException {
    return offsets(admin, partitions, OffsetSpec.earliest());
  }

  private static Map<TopicPartition, Long> offsets(
      Admin admin, Collection<TopicPartition> partitions, OffsetSpec which)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    admin
        .listOffsets(
            partitions.stream().collect(Collectors.toMap(partition -> partition, p -> which)))
        .all()
        .get()
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }
}
