package io.employeecdc.setup;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.AdminClients;
import io.employeecdc.runtime.kafka.KafkaFailure;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.kafka.TopicExpectations;
import io.employeecdc.runtime.kafka.TopicRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates the topics that are missing. One that is there is left as it is, and refused if it would
 * lose what it must keep.
 */
record Topics(SetupSettings settings) {
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final int MOST_REPLICAS = 3;

  /**
   * Room for the largest record of the main topic and the headers that say what is wrong with it.
   */
  private static final String DEAD_LETTER_BYTES = String.valueOf(16 * 1024 * 1024);

  private interface Visit {
    String of(Admin admin, NewTopic topic) throws ExecutionException, InterruptedException;
  }

  private interface Question<T> {
    T ask(Admin admin) throws ExecutionException, InterruptedException;
  }

  List<String> findings() {
    try (TopicExpectations expectations = expectations()) {
      return ask(settings.kafka(), admin -> expectations.broken());
    }
  }

  /** What would be created, in words, with the settings that keep what must be kept. */
  List<String> plan() {
    return each(
        (admin, topic) ->
            admin.listTopics().names().get().contains(topic.name())
                ? found(admin, topic)
                : describe(
                        topic.name(),
                        "to be created",
                        topic.numPartitions(),
                        topic.replicationFactor())
                    + ", "
                    + new TreeMap<>(topic.configs())
                        .entrySet().stream()
                            .map(String::valueOf)
                            .collect(Collectors.joining(", ")));
  }

  List<String> create() {
    List<String> said = each(Topics::create);
    try (TopicExpectations expectations = expectations()) {
      // A broker's own settings may make of a new topic something else.
      expectations.require();
    }
    return said;
  }

  private List<String> each(Visit visit) {
    return ask(
        settings.kafka(),
        admin -> {
          short replicas = replicas(admin);
          List<String> said = new ArrayList<>();
          for (Map.Entry<String, TopicRole> one : settings.topics().roles().entrySet()) {
            said.add(visit.of(admin, wanted(one.getKey(), one.getValue(), replicas)));
          }
          return said;
        });
  }

  static List<String> present(KafkaSettings kafka, SetupSettings.TopicNames names) {
    Set<String> there = ask(kafka, admin -> admin.listTopics().names().get());
    return names.roles().keySet().stream().filter(there::contains).toList();
  }

  static void delete(KafkaSettings kafka, List<String> topics) {
    Void unused = ask(kafka, admin -> admin.deleteTopics(topics).all().get());
  }

  private static <T> T ask(KafkaSettings kafka, Question<T> question) {
    try (Admin admin = AdminClients.open(kafka, "setup", LIMIT, 3)) {
      return question.ask(admin);
    } catch (ExecutionException e) {
      throw explain(kafka, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CdcException(ExitCode.UNEXPECTED, "interrupted while asking for topics", e);
    }
  }

  private TopicExpectations expectations() {
    return new TopicExpectations(settings.kafka(), settings.topics().roles());
  }

  private NewTopic wanted(String name, TopicRole role, short replicas) {
    Map<String, String> config = new HashMap<>(role.settings(replicas));
    if (role == TopicRole.DEAD_LETTERS) {
      config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, DEAD_LETTER_BYTES);
    }
    int partitions = role == TopicRole.CHANGES ? settings.partitions() : 1;
    return new NewTopic(name, partitions, replicas).configs(config);
  }

  private short replicas(Admin admin) throws ExecutionException, InterruptedException {
    if (settings.replicationFactor() > 0) {
      return (short) settings.replicationFactor();
    }
    int brokers = admin.describeCluster().nodes().get().size();
    return (short) (brokers < MOST_REPLICAS ? 1 : MOST_REPLICAS);
  }

  private static String create(Admin admin, NewTopic topic)
      throws ExecutionException, InterruptedException {
    try {
      CreateTopicsResult created = admin.createTopics(List.of(topic));
      created.all().get();
      return describe(
          topic.name(),
          "created",
          created.numPartitions(topic.name()).get(),
          created.replicationFactor(topic.name()).get());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
    return found(admin, topic);
  }

  private static String found(Admin admin, NewTopic topic)
      throws ExecutionException, InterruptedException {
    TopicDescription there =
        admin.describeTopics(List.of(topic.name())).allTopicNames().get().get(topic.name());
    return describe(
        topic.name(),
        "is there",
        there.partitions().size(),
        there.partitions().get(0).replicas().size());
  }

  private static String describe(String topic, String what, int partitions, int replicas) {
    return "%s %s, partitions %d, replicas %d".formatted(topic, what, partitions, replicas);
  }

  private static CdcException explain(KafkaSettings kafka, ExecutionException e) {
    Throwable cause = KafkaFailure.unwrap(e);
    String refused =
        "Kafka (%s) refuses to make or remove the topics: %s".formatted(kafka, cause.getMessage());
    return KafkaFailure.fatal(kafka, "making or removing topics", cause)
        .orElseGet(() -> new CdcException(ExitCode.CONFIGURATION, refused, cause));
  }
}
