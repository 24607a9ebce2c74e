package io.employeecdc.operations.exporter;

import io.employeecdc.runtime.kafka.AdminClients;
import io.employeecdc.runtime.kafka.KafkaFailure;
import io.employeecdc.runtime.kafka.KafkaSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListGroupsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the brokers for topics, offsets and groups, each question for all of them at once. What only
 * a broker could have answered that is away just now is left out.
 */
record ClusterProbe(Admin admin) implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterProbe.class);
  private static final Duration LIMIT = Duration.ofSeconds(5);

  static ClusterProbe open(KafkaSettings kafka) {
    return new ClusterProbe(AdminClients.open(kafka, "kafka-exporter", LIMIT, 2));
  }

  /**
   * What they said of all that the client may describe.
   *
   * @param brokers that are alive
   * @param begins the oldest offsets that are kept, of partitions whose leader said so
   * @param ends the offsets that the next records get, likewise; they count transaction markers too
   * @param committed where groups go on; null for a partition where one has not begun
   */
  record State(
      int brokers,
      List<TopicDescription> topics,
      Map<TopicPartition, Long> begins,
      Map<TopicPartition, Long> ends,
      Map<String, ConsumerGroupDescription> groups,
      Map<String, Map<TopicPartition, OffsetAndMetadata>> committed) {}

  /** Fails if the brokers as a whole did not answer, or did not let us in. */
  State ask() throws ExecutionException, InterruptedException {
    KafkaFuture<Collection<Node>> nodes = admin.describeCluster().nodes();
    ListGroupsResult listed = admin.listGroups(ListGroupsOptions.forConsumerGroups());
    Collection<String> names =
        admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
    Map<String, KafkaFuture<TopicDescription>> topics =
        admin.describeTopics(names).topicNameValues();
    List<String> groups = groups(listed);
    Map<String, KafkaFuture<ConsumerGroupDescription>> descriptions =
        admin.describeConsumerGroups(groups).describedGroups();
    // Before the ends, so that no group is ahead of them.
    ListConsumerGroupOffsetsResult committed = committed(groups);
    Map<String, Map<TopicPartition, OffsetAndMetadata>> offsets =
        answered(groups, committed::partitionsToOffsetAndMetadata);

    List<TopicDescription> described = List.copyOf(answered(topics.keySet(), topics::get).values());
    ListOffsetsResult begins = list(described, OffsetSpec.earliest());
    ListOffsetsResult ends = list(described, OffsetSpec.latest());
    return new State(
        nodes.get().size(),
        described,
        offsets(described, begins),
        offsets(described, ends),
        answered(groups, descriptions::get),
        offsets);
  }

  /** Those of the brokers that answered; if none did, the reason why. */
  private static List<String> groups(ListGroupsResult listed)
      throws ExecutionException, InterruptedException {
    Collection<GroupListing> groups = listed.valid().get();
    return groups.isEmpty()
        ? listed.all().get().stream().map(GroupListing::groupId).toList()
        : groups.stream().map(GroupListing::groupId).toList();
  }

  private ListConsumerGroupOffsetsResult committed(List<String> groups) {
    return admin.listConsumerGroupOffsets(
        groups.stream()
            .collect(Collectors.toMap(name -> name, name -> new ListConsumerGroupOffsetsSpec())));
  }

  private ListOffsetsResult list(List<TopicDescription> topics, OffsetSpec which) {
    return admin.listOffsets(
        led(topics).stream().collect(Collectors.toMap(partition -> partition, partition -> which)));
  }

  private static Map<TopicPartition, Long> offsets(
      List<TopicDescription> topics, ListOffsetsResult asked)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    answered(led(topics), asked::partitionResult)
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }

  /** A partition without a leader would be waited for in vain. */
  private static List<TopicPartition> led(List<TopicDescription> topics) {
    return topics.stream()
        .flatMap(
            topic ->
                topic.partitions().stream()
                    .filter(info -> info.leader() != null)
                    .map(info -> new TopicPartition(topic.name(), info.partition())))
        .toList();
  }

  /**
   * The answers to those questions that got one: not what was deleted meanwhile, nor what this user
   * may not ask about, nor what only a broker knows that is away.
   */
  private static <K, V> Map<K, V> answered(Collection<K> asked, Function<K, KafkaFuture<V>> answers)
      throws ExecutionException, InterruptedException {
    Map<K, V> found = new HashMap<>();
    for (K one : asked) {
      try {
        found.put(one, answers.apply(one).get());
      } catch (ExecutionException e) {
        Throwable cause = KafkaFailure.unwrap(e);
        if (cause instanceof AuthenticationException) {
          throw e;
        }
        LOG.debug("Nothing is known of {}: {}", one, cause.getClass().getSimpleName());
      }
    }
    return found;
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
