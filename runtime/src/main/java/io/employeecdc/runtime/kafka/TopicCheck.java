package io.employeecdc.runtime.kafka;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.failure.ExitCode;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Checks at start that the brokers answer and that the topics a service needs are there. */
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
      Optional<String> missing = missing(admin, kafka, topics);
      for (int looks = 1; missing.isPresent() && looks < LOOKS; looks++) {
        TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
        missing = missing(admin, kafka, topics);
      }
      if (missing.isPresent()) {
        throw new CdcException(
            ErrorCode.TOPIC_MISSING,
            "Kafka (" + kafka + ") has no topic '" + missing.get() + "'; run 'cdc setup'");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CdcException(ExitCode.UNEXPECTED, "interrupted while looking for topics", e);
    }
  }

  private static Optional<String> missing(
      Admin admin, KafkaSettings kafka, Collection<String> topics) throws InterruptedException {
    for (var topic : admin.describeTopics(topics).topicNameValues().entrySet()) {
      try {
        topic.getValue().get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof UnknownTopicOrPartitionException) {
          return Optional.of(topic.getKey());
        }
        throw explain(kafka, topic.getKey(), e);
      }
    }
    return Optional.empty();
  }

  private static CdcException explain(KafkaSettings kafka, String topic, ExecutionException e) {
    Throwable cause = KafkaFailure.unwrap(e);
    return KafkaFailure.fatal(kafka, "looking for topic '" + topic + "'", cause)
        .orElseGet(() -> new CdcException(ExitCode.UNEXPECTED, cause.toString(), cause));
  }
}
