package io.employeecdc.runtime.kafka;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.service.Housekeeping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;

/**
 * What is relied on in topics, so that no record is lost or refused. Any administrator may change
 * it at any time, so it is asked by set-up, at each start and every 20 seconds while a service
 * runs. Needs the rights to describe the topics and their settings.
 */
public final class TopicExpectations implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final Duration EVERY = Duration.ofSeconds(20);

  private final KafkaSettings kafka;
  private final Map<String, TopicRole> topics;
  private final Admin admin;

  public TopicExpectations(KafkaSettings kafka, Map<String, TopicRole> topics) {
    this.kafka = kafka;
    this.topics = new TreeMap<>(topics);
    this.admin = AdminClients.open(kafka, "topic-check", LIMIT, 3);
  }

  /**
   * All that does not hold of those topics that are there, each with what to do.
   *
   * @throws ExecutionException whose cause is Kafka's error
   */
  public List<String> broken() throws ExecutionException, InterruptedException {
    return broken(TopicCheck.present(admin, topics.keySet()));
  }

  /**
   * Refuses a topic that is not there or not as it must be.
   *
   * @return what the brokers say of each
   * @throws CdcException with exit code 3 and all findings
   * @throws KafkaException if the brokers do not answer or refuse
   */
  public Map<String, TopicDescription> ask() {
    try {
      Map<String, TopicDescription> there = TopicCheck.describe(admin, kafka, topics.keySet());
      List<String> findings = broken(there);
      if (!findings.isEmpty()) {
        throw new CdcException(ErrorCode.TOPIC_LOSES_RECORDS, String.join("; ", findings));
      }
      return there;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException failure ? failure : new KafkaException(e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  /**
   * The same before a service begins.
   *
   * @return what the brokers say of each
   * @throws CdcException also with exit code 4 for a refusal, 5 for no answer
   */
  public Map<String, TopicDescription> require() {
    try {
      return ask();
    } catch (KafkaException e) {
      throw end(e);
    }
  }

  /**
   * The same beside a service's own work; not started. While no broker answers, the service says
   * so.
   *
   * @param further told what the brokers say, after all that is expected here holds
   */
  public Housekeeping schedule(Consumer<Map<String, TopicDescription>> further) {
    return new Housekeeping(
        "check of the topics",
        EVERY,
        () -> {
          try {
            further.accept(ask());
          } catch (InterruptException e) {
            return false;
          } catch (KafkaException e) {
            if (!KafkaFailure.isOutage(e)) {
              throw end(e);
            }
          }
          return false;
        });
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }

  private CdcException end(KafkaException e) {
    String names = String.join(", ", topics.keySet());
    return KafkaFailure.end(kafka, "reading the settings (DescribeConfigs) of " + names, e);
  }

  private List<String> broken(Map<String, TopicDescription> there)
      throws ExecutionException, InterruptedException {
    List<ConfigResource> resources = there.keySet().stream().map(this::resource).toList();
    Map<ConfigResource, Config> settings = admin.describeConfigs(resources).all().get();
    List<String> findings = new ArrayList<>();
    topics.forEach(
        (topic, role) -> {
          if (there.containsKey(topic)) {
            findings.addAll(broken(role, there.get(topic), settings.get(resource(topic))));
          }
        });
    return findings;
  }

  private List<String> broken(TopicRole role, TopicDescription topic, Config settings) {
    List<String> findings = new ArrayList<>();
    int replicas = topic.partitions().get(0).replicas().size();
    Map<String, String> broken = role.broken(replicas, settings);
    if (!broken.isEmpty()) {
      findings.add(
          "topic '%s' would lose or refuse records, as it has %s; run: kafka-configs.sh --bootstrap-server %s --alter --topic %1$s --add-config %s"
              .formatted(
                  topic.name(),
                  assignments(broken, broken),
                  kafka,
                  assignments(broken, role.settings(replicas))));
    }
    if (role == TopicRole.POSITIONS && topic.partitions().size() > 1) {
      findings.add(
          "topic '%s' has %d partitions, of which nobody can tell which holds the last position; make another one by 'cdc setup --position-topic NAME', with which a producer begins anew"
              .formatted(topic.name(), topic.partitions().size()));
    }
    return findings;
  }

  private static String assignments(Map<String, String> names, Map<String, String> values) {
    return names.keySet().stream()
        .map(name -> name + "=" + values.get(name))
        .collect(Collectors.joining(","));
  }

  private ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }
}
