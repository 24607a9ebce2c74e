package io.employeecdc.runtime.kafka;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.failure.ExitCode;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Checks at start that the brokers answer and that the topics a command needs are there. */
public final class TopicCheck {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  /** A broker may hear of a new topic later than the one that was asked to create it. */
  private static final int LOOKS = 6;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private TopicCheck() {}

  /**
   * Looks for all topics. One that is not there is looked for again, for 2.5 s in all.
   *
   * @throws CdcException with exit code 3 for a missing topic, 4 for a refusal, 5 for no answer
   */
  public static void require(KafkaSettings kafka, Collection<String> topics) {
    try (Admin admin = AdminClients.open(kafka, "topic-check", LIMIT, 3)) {
      describe(admin, kafka, topics);
    } catch (ExecutionException e) {
      throw KafkaFailure.end(kafka, "looking for topics " + String.join(", ", topics), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CdcException(ExitCode.UNEXPECTED, "interrupted while looking for topics", e);
    }
  }

  /**
   * The same, with what the brokers say of each.
   *
   * @throws CdcException with exit code 3 for a missing topic
   * @throws ExecutionException whose cause is Kafka's error
   */
  static Map<String, TopicDescription> describe(
      Admin admin, KafkaSettings kafka, Collection<String> topics)
      throws ExecutionException, InterruptedException {
    Map<String, TopicDescription> there = present(admin, topics);
    for (int looks = 1; there.size() < topics.size() && looks < LOOKS; looks++) {
      TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
      there = present(admin, topics);
    }
    for (String topic : topics) {
      if (!there.containsKey(topic)) {
        throw new CdcException(
            ErrorCode.TOPIC_MISSING,
            "Kafka (" + kafka + ") has no topic '" + topic + "'; run 'cdc setup'");
      }
    }
    return there;
  }

  /**
   * Those that are there.
   *
   * @throws ExecutionException whose cause is Kafka's error
   */
  public static Map<String, TopicDescription> present(Admin admin, Collection<String> topics)
      throws ExecutionException, InterruptedException {
    Map<String, TopicDescription> there = new HashMap<>();
    for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
        admin.describeTopics(topics).topicNameValues().entrySet()) {
      try {
        there.put(topic.getKey(), topic.getValue().get());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
      }
    }
    return there;
  }
}
