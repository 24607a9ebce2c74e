package io.employeecdc.operations.status;

import io.employeecdc.operations.status.KafkaAnswer.Partition;
import io.employeecdc.runtime.kafka.AdminClients;
import io.employeecdc.runtime.kafka.KafkaFailure;
import io.employeecdc.runtime.kafka.TopicCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
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
    Map<TopicPartition, Long> begins = offsets(topics, OffsetSpec.earliest(), problems);
    Map<TopicPartition, Long> ends = offsets(topics, OffsetSpec.latest(), problems);
    return new KafkaAnswer(
        true, problems, partitions(topics, begins, ends, group), group, deadLetters(begins, ends));
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
      Map<String, TopicDescription> topics,
      Map<TopicPartition, Long> begins,
      Map<TopicPartition, Long> ends,
      GroupAnswer group) {
    TopicDescription topic = topics.get(settings.topic());
    return topic == null
        ? List.of()
        : topic.partitions().stream().map(info -> partition(info, begins, ends, group)).toList();
  }

  private Partition partition(
      TopicPartitionInfo info,
      Map<TopicPartition, Long> begins,
      Map<TopicPartition, Long> ends,
      GroupAnswer group) {
    TopicPartition partition = new TopicPartition(settings.topic(), info.partition());
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

  private Optional<Long> deadLetters(
      Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends) {
    return ends.keySet().stream()
        .filter(one -> one.topic().equals(settings.deadLetterTopic()) && begins.containsKey(one))
        .map(one -> ends.get(one) - begins.get(one))
        .reduce(Long::sum);
  }

  /** Of all partitions that have a leader; a partition without one never answers. */
  private Map<TopicPartition, Long> offsets(
      Map<String, TopicDescription> topics, OffsetSpec which, List<String> problems)
      throws InterruptedException {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (TopicDescription topic : topics.values()) {
      Map<TopicPartition, OffsetSpec> question = new HashMap<>();
      topic.partitions().stream()
          .filter(info -> info.leader() != null)
          .forEach(info -> question.put(new TopicPartition(topic.name(), info.partition()), which));
      try {
        admin.listOffsets(question).all().get().forEach((one, at) -> offsets.put(one, at.offset()));
      } catch (ExecutionException e) {
        String problem =
            "the offsets of topic '%s' are not told: %s".formatted(topic.name(), describe(e));
        if (!problems.contains(problem)) {
          problems.add(problem);
        }
      }
    }
    return offsets;
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
