package io.employeecdc.operations.status;

import io.employeecdc.operations.status.KafkaAnswer.Partition;
import io.employeecdc.runtime.kafka.AdminClients;
import io.employeecdc.runtime.kafka.KafkaFailure;
import io.employeecdc.runtime.kafka.TopicCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.AuthenticationException;

record KafkaProbe(StatusSettings settings, Admin admin) implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  static KafkaProbe open(StatusSettings settings) {
    return new KafkaProbe(settings, AdminClients.open(settings.kafka(), "status", LIMIT, 2));
  }

  /** What is not answered is told as a problem; fails with exit code 4 if we are not let in. */
  KafkaAnswer ask() throws InterruptedException {
    Map<String, TopicDescription> topics;
    List<String> problems = new ArrayList<>();
    try {
      topics = topics(problems);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthenticationException) {
        throw KafkaFailure.fatal(settings.kafka(), "looking at the topics", e).orElseThrow();
      }
      return new KafkaAnswer(
          false,
          List.of("Kafka (%s) does not answer: %s".formatted(settings.kafka(), describe(e))),
          List.of(),
          GroupAnswer.without("unknown"),
          Optional.empty());
    }
    GroupAnswer group = GroupAnswer.ask(admin, settings.group(), problems);
    return new KafkaAnswer(
        true,
        problems,
        partitions(topics.get(settings.topic()), group, problems),
        group,
        deadLetters(topics.get(settings.deadLetterTopic()), problems));
  }

  private Map<String, TopicDescription> topics(List<String> problems)
      throws ExecutionException, InterruptedException {
    List<String> names = List.of(settings.topic(), settings.deadLetterTopic());
    Map<String, TopicDescription> found = TopicCheck.present(admin, names);
    for (String name : names) {
      if (!found.containsKey(name)) {
        problems.add("there is no topic '" + name + "'; run 'cdc setup'");
      }
    }
    return found;
  }

  private List<Partition> partitions(
      TopicDescription topic, GroupAnswer group, List<String> problems)
      throws InterruptedException {
    if (topic == null) {
      return List.of();
    }
    Map<TopicPartition, Long> begins = offsets(topic, OffsetSpec.earliest(), problems);
    Map<TopicPartition, Long> ends = offsets(topic, OffsetSpec.latest(), problems);
    return topic.partitions().stream()
        .map(info -> partition(topic.name(), info, begins, ends, group))
        .toList();
  }

  private static Partition partition(
      String topic,
      TopicPartitionInfo info,
      Map<TopicPartition, Long> begins,
      Map<TopicPartition, Long> ends,
      GroupAnswer group) {
    TopicPartition partition = new TopicPartition(topic, info.partition());
    return new Partition(
        info.partition(),
        info.leader() == null ? -1 : info.leader().id(),
        info.isr().size(),
        info.replicas().size(),
        begins.getOrDefault(partition, 0L),
        ends.getOrDefault(partition, 0L),
        group.committed(partition),
        Optional.ofNullable(group.owners().get(partition)));
  }

  private Optional<Long> deadLetters(TopicDescription topic, List<String> problems)
      throws InterruptedException {
    if (topic == null) {
      return Optional.empty();
    }
    Map<TopicPartition, Long> begins = offsets(topic, OffsetSpec.earliest(), problems);
    Map<TopicPartition, Long> ends = offsets(topic, OffsetSpec.latest(), problems);
    return begins.isEmpty() || ends.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ends.entrySet().stream()
                .mapToLong(end -> end.getValue() - begins.getOrDefault(end.getKey(), 0L))
                .sum());
  }

  /** Of all partitions that have a leader; a partition without one never answers. */
  private Map<TopicPartition, Long> offsets(
      TopicDescription topic, OffsetSpec which, List<String> problems) throws InterruptedException {
    Map<TopicPartition, OffsetSpec> question =
        topic.partitions().stream()
            .filter(info -> info.leader() != null)
            .collect(
                Collectors.toMap(
                    info -> new TopicPartition(topic.name(), info.partition()), info -> which));
    try {
      return admin.listOffsets(question).all().get().entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getKey, found -> found.getValue().offset()));
    } catch (ExecutionException e) {
      String problem =
          "the offsets of topic '%s' are not told: %s".formatted(topic.name(), describe(e));
      if (!problems.contains(problem)) {
        problems.add(problem);
      }
      return Map.of();
    }
  }

  static String describe(ExecutionException e) {
    Throwable cause = KafkaFailure.unwrap(e);
    String hint =
        KafkaFailure.isRefusal(cause)
            ? "; check --kafka-config and the ACLs of its principal"
            : "; check --bootstrap-servers";
    return cause.getClass().getSimpleName() + hint;
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
