package io.employeecdc.runtime.kafka;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.failure.ExitCode;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Checks at start that the brokers answer and that the topics a service needs are there. */
public final class TopicCheck {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private TopicCheck() {}

  /**
   * Looks for all topics.
   *
   * @throws CdcException with exit code 3 for a missing topic, 4 for a refusal, 5 for no answer
   */
  public static void require(KafkaSettings kafka, Collection<String> topics) {
    try (Admin admin = AdminClients.open(kafka, "topic-check", LIMIT, 3)) {
      for (var topic : admin.describeTopics(topics).topicNameValues().entrySet()) {
        try {
          topic.getValue().get();
        } catch (ExecutionException e) {
          throw explain(kafka, topic.getKey(), e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CdcException(ExitCode.UNEXPECTED, "interrupted while looking for topics", e);
    }
  }

  private static CdcException explain(KafkaSettings kafka, String topic, ExecutionException e) {
    Throwable cause = KafkaFailure.unwrap(e);
    if (cause instanceof UnknownTopicOrPartitionException) {
      return new CdcException(
          ErrorCode.TOPIC_MISSING,
          "Kafka (" + kafka + ") has no topic '" + topic + "'; run 'cdc setup'",
          cause);
    }
    return KafkaFailure.fatal(kafka, "looking for topic '" + topic + "'", cause)
        .orElseGet(() -> new CdcException(ExitCode.UNEXPECTED, cause.toString(), cause));
  }
}
