package io.employeecdc.runtime.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Which topic there is under a name, and what it still holds. A topic that was deleted and made
 * again has another id: offsets of the one before say nothing about it.
 *
 * @param id given by the brokers when it was made
 * @param earliest the first offset of each partition that is still there
 * @param latest the next offset of each partition, with records whose transaction has not ended; as
 *     {@link TopicEnds}
 */
public record TopicState(
    Uuid id, Map<TopicPartition, Long> earliest, Map<TopicPartition, Long> latest) {
  public TopicState {
    earliest = Map.copyOf(earliest);
    latest = Map.copyOf(latest);
  }

  /**
   * Asks the brokers. The id is that of the topic whose offsets these are: it is asked for before
   * and after them. Needs the right to describe the topic.
   *
   * @throws ExecutionException whose cause is Kafka's error
   */
  public static TopicState read(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    TopicDescription before = describe(admin, topic);
    while (true) {
      List<TopicPartition> partitions =
          before.partitions().stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      ListOffsetsResult earliest = ask(admin, partitions, OffsetSpec.earliest());
      ListOffsetsResult latest = ask(admin, partitions, OffsetSpec.latest());
      TopicState state = new TopicState(before.topicId(), offsets(earliest), offsets(latest));
      TopicDescription after = describe(admin, topic);
      if (after.topicId().equals(before.topicId())) {
        return state;
      }
      before = after;
    }
  }

  private static TopicDescription describe(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
  }

  private static ListOffsetsResult ask(
      Admin admin, List<TopicPartition> partitions, OffsetSpec which) {
    return admin.listOffsets(
        partitions.stream().collect(Collectors.toMap(partition -> partition, p -> which)));
  }

  private static Map<TopicPartition, Long> offsets(ListOffsetsResult answer)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    answer.all().get().forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }
}
