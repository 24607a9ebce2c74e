package io.employeecdc.pipeline.setup;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.KafkaFailure;
import io.employeecdc.runtime.kafka.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates the topics that are missing. One that is there is left as it is, and refused if it would
 * lose what it must keep.
 */
final class Topics {
  private static final int TIMEOUT_MS = 15_000;
  private static final int MOST_REPLICAS = 3;

  /**
   * So long every change stays. A consumer that is further behind may miss a DELETE, of which only
   * the tombstone is left.
   */
  private static final String COMPACTION_LAG_MS = String.valueOf(Duration.ofDays(7).toMillis());

  private static final String COMPACTION_LAG = "min.compaction.lag.ms";

  /** What an existing topic must have as it would be created: otherwise it loses records. */
  private static final List<String> KEEPING =
      List.of("cleanup.policy", "retention.ms", COMPACTION_LAG);

  /**
   * Room for the largest record of the main topic and the headers that say what is wrong with it.
   */
  private static final String DEAD_LETTER_BYTES = String.valueOf(16 * 1024 * 1024);

  /**
   * Milliseconds that a record may be ahead of the broker's clock; by default an hour. A change
   * with a wrong moment is to be carried like any other.
   */
  private static final String ANY_TIME = String.valueOf(Long.MAX_VALUE);

  private final SetupSettings settings;

  Topics(SetupSettings settings) {
    this.settings = settings;
  }

  /** Creates what is missing; says for each topic, in words, what happened. */
  List<String> create() {
    Map<String, Object> config = settings.kafka().client("setup");
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS / 3);
    try (Admin admin = Admin.create(config)) {
      short replicas = replicas(admin);
      List<String> said = new ArrayList<>();
      for (NewTopic topic : wanted(replicas)) {
        said.add(create(admin, topic));
      }
      return said;
    } catch (ExecutionException e) {
      throw explain(settings.kafka(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CdcException(ExitCode.UNEXPECTED, "interrupted while creating topics", e);
    }
  }

  private List<NewTopic> wanted(short replicas) {
    String inSync = String.valueOf(Math.max(1, replicas - 1));
    SetupSettings.TopicNames names = settings.topics();
    return List.of(
        new NewTopic(names.changes(), settings.partitions(), replicas)
            .configs(
                Map.of(
                    "cleanup.policy",
                    "compact",
                    COMPACTION_LAG,
                    COMPACTION_LAG_MS,
                    "message.timestamp.after.max.ms",
                    ANY_TIME,
                    "min.insync.replicas",
                    inSync)),
        new NewTopic(names.deadLetters(), 1, replicas)
            .configs(
                Map.of(
                    "cleanup.policy",
                    "delete",
                    "retention.ms",
                    "-1",
                    "max.message.bytes",
                    DEAD_LETTER_BYTES,
                    "message.timestamp.after.max.ms",
                    ANY_TIME,
                    "min.insync.replicas",
                    inSync)),
        new NewTopic(names.positions(), 1, replicas)
            .configs(Map.of("cleanup.policy", "compact", "min.insync.replicas", inSync)));
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
    requireKeeping(admin, topic);
    TopicDescription there =
        admin.describeTopics(List.of(topic.name())).allTopicNames().get().get(topic.name());
    return describe(
        topic.name(),
        "is there",
        there.partitions().size(),
        there.partitions().get(0).replicas().size());
  }

  private static void requireKeeping(Admin admin, NewTopic topic)
      throws ExecutionException, InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    Config there = admin.describeConfigs(List.of(resource)).all().get().get(resource);
    String wrong =
        KEEPING.stream()
            .filter(topic.configs()::containsKey)
            .filter(name -> !keeps(name, topic.configs().get(name), there.get(name).value()))
            .map(name -> name + "=" + topic.configs().get(name))
            .collect(Collectors.joining(","));
    if (!wrong.isEmpty()) {
      throw new CdcException(
          ErrorCode.TOPIC_LOSES_RECORDS,
          "topic '%s' is there and would lose records; run: kafka-configs.sh --alter --topic %1$s"
                  .formatted(topic.name())
              + " --add-config "
              + wrong);
    }
  }

  private static boolean keeps(String setting, String wanted, String there) {
    return setting.equals(COMPACTION_LAG)
        ? Long.parseLong(there) >= Long.parseLong(wanted)
        : there.equals(wanted);
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
