package io.employeecdc.pipeline.setup;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.KafkaFailure;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.kafka.TopicExpectations;
import io.employeecdc.runtime.kafka.TopicRole;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates the topics that are missing. One that is there is left as it is, and refused if it would
 * lose what it must keep.
 */
final class Topics {
  private static final int TIMEOUT_MS = 15_000;
  private static final int MOST_REPLICAS = 3;

  /**
   * Room for the largest record of the main topic and the headers that say what is wrong with it.
   */
  private static final String DEAD_LETTER_BYTES = String.valueOf(16 * 1024 * 1024);

  private final SetupSettings settings;

  Topics(SetupSettings settings) {
    this.settings = settings;
  }

  /** Creates what is missing; says for each topic, in words, what happened. */
  List<String> create() {
    Map<String, Object> config = settings.kafka().client("setup");
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS / 3);
    try (Admin admin = Admin.create(config);
        TopicExpectations expectations = expectations()) {
      List<String> findings = expectations.broken();
      if (!findings.isEmpty()) {
        throw CdcException.listing(ErrorCode.TOPIC_LOSES_RECORDS, "topics do not fit:", findings);
      }
      short replicas = replicas(admin);
      List<String> said = new ArrayList<>();
      for (NewTopic topic : wanted(replicas)) {
        said.add(create(admin, topic));
      }
      // A broker's own settings may make of a new topic something else.
      expectations.require();
      return said;
    } catch (ExecutionException e) {
      throw explain(settings.kafka(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CdcException(ExitCode.UNEXPECTED, "interrupted while creating topics", e);
    }
  }

  private TopicExpectations expectations() {
    SetupSettings.TopicNames names = settings.topics();
    return new TopicExpectations(
        settings.kafka(),
        Map.of(
            names.changes(),
            TopicRole.CHANGES,
            names.deadLetters(),
            TopicRole.DEAD_LETTERS,
            names.positions(),
            TopicRole.POSITIONS));
  }

  private List<NewTopic> wanted(short replicas) {
    SetupSettings.TopicNames names = settings.topics();
    return List.of(
        topic(names.changes(), settings.partitions(), replicas, TopicRole.CHANGES),
        topic(names.deadLetters(), 1, replicas, TopicRole.DEAD_LETTERS),
        topic(names.positions(), 1, replicas, TopicRole.POSITIONS));
  }

  private static NewTopic topic(String name, int partitions, short replicas, TopicRole role) {
    Map<String, String> config = new HashMap<>(role.settings(replicas));
    if (role == TopicRole.DEAD_LETTERS) {
      config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, DEAD_LETTER_BYTES);
    }
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
    return KafkaFailure.fatal(kafka, "creating topics", cause)
        .orElseGet(
            () ->
                new CdcException(
                    ExitCode.CONFIGURATION,
                    "Kafka (" + kafka + ") does not create the topics: " + cause.getMessage(),
                    cause));
  }
}
