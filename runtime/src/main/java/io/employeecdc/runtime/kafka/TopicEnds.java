package io.employeecdc.runtime.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Asks for the ends of a topic's partitions, with records whose transaction is not known to have
 * ended. A commit is answered a moment before its markers are written, or long before if a broker
 * dies just then; until they are, who asks as a reader of committed records is told an end that
 * lies before them.
 */
public final class TopicEnds {
  private final Admin admin;
  private final String topic;

  /** Needs the right to describe the topic. */
  public TopicEnds(Admin admin, String topic) {
    this.admin = admin;
    this.topic = topic;
  }

  /**
   * Of all partitions.
   *
   * @throws ExecutionException whose cause is Kafka's error
   */
  public Map<TopicPartition, Long> read() throws ExecutionException, InterruptedException {
    return of(admin, partitions());
  }

  /**
   * Of all partitions, or where a partition has records as young as this, the first of them.
   *
   * @param timestamp milliseconds since 1970
   * @throws ExecutionException as {@link #read()}
   */
  public Map<TopicPartition, Long> readBefore(long timestamp)
      throws ExecutionException, InterruptedException {
    List<TopicPartition> partitions = partitions();
    // A client of its own for both: on a consumer's connection a question waits behind its fetch.
    var young = list(admin, partitions, OffsetSpec.forTimestamp(timestamp));
    Map<TopicPartition, Long> ends = of(admin, partitions);
    young
        .get()
        .forEach(
            (partition, first) -> {
              if (first.offset() >= 0) {
                ends.put(partition, first.offset());
              }
            });
    return ends;
  }

  /**
   * Of some partitions.
   *
   * @throws ExecutionException as {@link #read()}
   */
  public static Map<TopicPartition, Long> of(Admin admin, Collection<TopicPartition> partitions)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, Long> ends = new HashMap<>();
    list(admin, partitions, OffsetSpec.latest())
        .get()
        .forEach((partition, end) -> ends.put(partition, end.offset()));
    return ends;
  }

  private static KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> list(
      Admin admin, Collection<TopicPartition> partitions, OffsetSpec which) {
    return admin
        .listOffsets(
            partitions.stream().collect(Collectors.toMap(partition -> partition, p -> which)))
        .all();
  }

  private List<TopicPartition> partitions() throws ExecutionException, InterruptedException {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get()
        .get(topic)
        .partitions()
        .stream()
        .map(info -> new TopicPartition(topic, info.partition()))
        .toList();
  }
}
