package io.employeecdc.operations.status;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.employeecdc.operations.cluster.ClusterProbe;
import io.employeecdc.operations.cluster.ClusterProbe.State;
import io.employeecdc.runtime.kafka.KafkaFailure;
import io.employeecdc.runtime.kafka.TopicCheck;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * What the brokers said.
 *
 * @param answers false if nothing at all was answered
 * @param groupState Kafka's word for it, in lower case; {@code none} if there is no such group,
 *     {@code unknown} if it was not told
 * @param groupMembers threads that are in it
 * @param partitions of the topic of changes, by number
 * @param problems what they did not answer, and why; empty if they answered all
 */
record KafkaAnswer(
    boolean answers,
    String topic,
    String group,
    String groupState,
    int groupMembers,
    String deadLetterTopic,
    List<Partition> partitions,
    @JsonIgnore Set<String> problems) {
  /** Of a member's id, which ends with 36 characters of a UUID, enough to tell two apart. */
  private static final int UUID_LENGTH = 36;

  private static final int SHOWN_OF_UUID = 8;

  /**
   * A partition of the topic of changes. Offsets count transaction markers as well.
   *
   * @param leader the broker's id; empty if there is none
   * @param end the offset that the next record gets
   * @param committed where the group goes on; empty if it has not begun
   * @param lag offsets that the group still has before it
   * @param owner the member that reads it; empty if nobody does
   */
  record Partition(
      int partition,
      Optional<Integer> leader,
      int inSync,
      int replicas,
      long end,
      Optional<Long> committed,
      long lag,
      Optional<String> owner) {}

  /** What is not answered is told as a problem; fails with exit code 4 if we are not let in. */
  static KafkaAnswer ask(ClusterProbe brokers, StatusCommand.Settings settings)
      throws InterruptedException {
    try {
      List<String> names = List.of(settings.pipeline().topic(), settings.deadLetterTopic());
      Map<String, TopicDescription> topics = TopicCheck.present(brokers.admin(), names);
      State state = brokers.ask(topics.values(), List.of(settings.pipeline().group()));
      Set<String> problems = new LinkedHashSet<>();
      names.stream()
          .filter(name -> !topics.containsKey(name))
          .forEach(name -> problems.add("there is no topic '" + name + "'; run 'cdc setup'"));
      state.unanswered().forEach((what, why) -> untold(what, why).ifPresent(problems::add));
      return of(settings, true, topics, state, problems);
    } catch (ExecutionException e) {
      Throwable cause = KafkaFailure.unwrap(e);
      if (cause instanceof AuthenticationException) {
        throw KafkaFailure.end(settings.pipeline().kafka(), "looking at the topics", e);
      }
      String problem =
          "Kafka (%s) does not answer: %s".formatted(settings.pipeline().kafka(), hint(cause));
      State nothing = new State(List.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
      return of(settings, false, Map.of(), nothing, Set.of(problem));
    }
  }

  private static KafkaAnswer of(
      StatusCommand.Settings settings,
      boolean answers,
      Map<String, TopicDescription> topics,
      State state,
      Set<String> problems) {
    String topic = settings.pipeline().topic();
    String name = settings.pipeline().group();
    Throwable unknown = state.unanswered().get(name);
    Optional<ConsumerGroupDescription> group =
        Optional.ofNullable(unknown == null ? state.groups().get(name) : null);
    Map<TopicPartition, Long> committed =
        unknown == null ? state.committed().getOrDefault(name, Map.of()) : Map.of();
    Map<TopicPartition, String> owners = group.map(KafkaAnswer::owners).orElse(Map.of());
    return new KafkaAnswer(
        answers,
        topic,
        name,
        group
            .map(told -> told.groupState().toString().toLowerCase(Locale.ROOT))
            .orElse(unknown instanceof GroupIdNotFoundException ? "none" : "unknown"),
        group.map(told -> told.members().size()).orElse(0),
        settings.deadLetterTopic(),
        Optional.ofNullable(topics.get(topic)).stream()
            .flatMap(found -> found.partitions().stream())
            .map(
                info -> {
                  TopicPartition place = new TopicPartition(topic, info.partition());
                  return partition(info, place, state, committed.get(place), owners.get(place));
                })
            .toList(),
        problems);
  }

  private static Partition partition(
      TopicPartitionInfo info, TopicPartition place, State state, Long committed, String owner) {
    long begin = state.begins().getOrDefault(place, 0L);
    long end = state.ends().getOrDefault(place, 0L);
    return new Partition(
        info.partition(),
        Optional.ofNullable(info.leader()).map(Node::id),
        info.isr().size(),
        info.replicas().size(),
        end,
        Optional.ofNullable(committed),
        Math.max(0, end - (committed == null ? begin : committed)),
        Optional.ofNullable(owner));
  }

  private static Map<TopicPartition, String> owners(ConsumerGroupDescription group) {
    Map<TopicPartition, String> owners = new HashMap<>();
    for (MemberDescription member : group.members()) {
      member
          .assignment()
          .topicPartitions()
          .forEach(partition -> owners.put(partition, label(member)));
    }
    return owners;
  }

  private static String label(MemberDescription member) {
    String id = member.consumerId();
    String told =
        id.length() > UUID_LENGTH ? id.substring(0, id.length() - UUID_LENGTH + SHOWN_OF_UUID) : id;
    return told + " at " + member.host().replaceFirst("^/", "");
  }

  private static Optional<String> untold(Object what, Throwable why) {
    if (what instanceof TopicPartition partition) {
      return Optional.of(
          "the offsets of topic '%s' are not told: %s".formatted(partition.topic(), hint(why)));
    }
    return why instanceof GroupIdNotFoundException
        ? Optional.empty()
        : Optional.of("group '%s' is not told: %s".formatted(what, hint(why)));
  }

  private static String hint(Throwable cause) {
    return cause.getClass().getSimpleName()
        + (KafkaFailure.isRefusal(cause)
            ? "; check --kafka-config and the ACLs of its principal"
            : "; check --bootstrap-servers");
  }
}
