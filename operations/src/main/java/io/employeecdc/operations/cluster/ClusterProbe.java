package io.employeecdc.operations.cluster;

import io.employeecdc.producer.watch.GroupOffsets;
import io.employeecdc.runtime.kafka.AdminClients;
import io.employeecdc.runtime.kafka.KafkaFailure;
import io.employeecdc.runtime.kafka.KafkaSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListGroupsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;

/**
 * Asks the brokers for topics, offsets and groups, each question for all of them at once. What was
 * deleted meanwhile, what this user may not ask about and what only a broker could have answered
 * that is away just now is left out.
 */
public record ClusterProbe(Admin admin) implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  public static ClusterProbe open(KafkaSettings kafka, String clientId) {
    return new ClusterProbe(AdminClients.open(kafka, clientId, LIMIT, 2));
  }

  /**
   * What they said.
   *
   * @param begins the oldest offsets that are kept, of partitions whose leader said so
   * @param ends the offsets that the next records get, likewise; they count transaction markers too
   * @param committed where groups go on, in the partitions where they have begun
   * @param unanswered why nothing is known of a topic, a partition or a group
   */
  public record State(
      Collection<TopicDescription> topics,
      Map<TopicPartition, Long> begins,
      Map<TopicPartition, Long> ends,
      Map<String, ConsumerGroupDescription> groups,
      Map<String, Map<TopicPartition, Long>> committed,
      Map<Object, Throwable> unanswered) {}

  /** How many brokers are alive. */
  public int brokers() throws ExecutionException, InterruptedException {
    return admin.describeCluster().nodes().get().size();
  }

  /**
   * Asks for all that the client may describe.
   *
   * @throws ExecutionException if the brokers as a whole did not answer, or did not let us in
   */
  public State ask() throws ExecutionException, InterruptedException {
    ListGroupsResult groups = admin.listGroups(ListGroupsOptions.forConsumerGroups());
    Collection<String> names =
        admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
    Map<String, KafkaFuture<TopicDescription>> topics =
        admin.describeTopics(names).topicNameValues();
    return ask(
        answered(names, topics::get, topic -> topic, new HashMap<>()).values(), names(groups));
  }

  /** Those of the brokers that answered; if none did, the reason why. */
  private static List<String> names(ListGroupsResult groups)
      throws ExecutionException, InterruptedException {
    Collection<GroupListing> told = groups.valid().get();
    return (told.isEmpty() ? groups.all().get() : told)
        .stream().map(GroupListing::groupId).toList();
  }

  /**
   * Asks for the offsets of some topics, and for some groups.
   *
   * @throws ExecutionException if the brokers did not let us in
   */
  public State ask(Collection<TopicDescription> topics, Collection<String> groups)
      throws ExecutionException, InterruptedException {
    Map<Object, Throwable> unanswered = new LinkedHashMap<>();
    Map<String, KafkaFuture<ConsumerGroupDescription>> descriptions =
        admin.describeConsumerGroups(groups).describedGroups();
    // Before the ends, so that no group is ahead of them.
    Map<String, Map<TopicPartition, Long>> committed =
        answered(
            groups,
            admin.listConsumerGroupOffsets(all(groups, new ListConsumerGroupOffsetsSpec()))
                ::partitionsToOffsetAndMetadata,
            GroupOffsets::begun,
            unanswered);
    List<TopicPartition> led = led(topics);
    ListOffsetsResult begins = admin.listOffsets(all(led, OffsetSpec.earliest()));
    ListOffsetsResult ends = admin.listOffsets(all(led, OffsetSpec.latest()));
    return new State(
        topics,
        answered(led, begins::partitionResult, ListOffsetsResultInfo::offset, unanswered),
        answered(led, ends::partitionResult, ListOffsetsResultInfo::offset, unanswered),
        answered(groups, descriptions::get, group -> group, unanswered),
        committed,
        unanswered);
  }

  private static <K, V> Map<K, V> all(Collection<K> keys, V value) {
    return keys.stream().collect(Collectors.toMap(key -> key, key -> value));
  }

  /** A partition without a leader would be waited for in vain. */
  private static List<TopicPartition> led(Collection<TopicDescription> topics) {
    return topics.stream()
        .flatMap(
            topic ->
                topic.partitions().stream()
                    .filter(info -> info.leader() != null)
                    .map(info -> new TopicPartition(topic.name(), info.partition())))
        .toList();
  }

  /** What was answered, as it is read. */
  private static <K, V, R> Map<K, R> answered(
      Collection<K> asked,
      Function<K, KafkaFuture<V>> answers,
      Function<V, R> reading,
      Map<Object, Throwable> unanswered)
      throws ExecutionException, InterruptedException {
    Map<K, R> found = new HashMap<>();
    for (K one : asked) {
      try {
        found.put(one, reading.apply(answers.apply(one).get()));
      } catch (ExecutionException e) {
        Throwable cause = KafkaFailure.unwrap(e);
        if (cause instanceof AuthenticationException) {
          throw e;
        }
        unanswered.putIfAbsent(one, cause);
      }
    }
    return found;
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
