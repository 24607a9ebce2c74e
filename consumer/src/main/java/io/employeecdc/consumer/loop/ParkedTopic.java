package io.employeecdc.consumer.loop;

import io.employeecdc.consumer.batch.ParkedRecord;
import io.employeecdc.consumer.deadletter.DeadLetter;
import io.employeecdc.consumer.deadletter.DeadLetterLog;
import io.employeecdc.consumer.deadletter.DeadLetterTopic;
import io.employeecdc.consumer.failure.OutageException;
import io.employeecdc.consumer.metrics.ConsumerMetrics;
import io.employeecdc.consumer.parked.Topic;
import io.employeecdc.runtime.kafka.AdminClients;
import io.employeecdc.runtime.kafka.KafkaFailure;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.kafka.TopicEnds;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** What settling asks of Kafka; connects when it is asked. */
public record ParkedTopic(
    KafkaSettings kafka,
    String topic,
    String clientId,
    DeadLetterTopic deadLetters,
    ConsumerMetrics metrics)
    implements Topic {
  /** At the first, alone, and with all that was there in the end. */
  private static final int TRIES = 3;

  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Override
  public Map<Integer, Long> ends() throws OutageException {
    try (Admin admin = AdminClients.open(kafka, clientId, LIMIT, 2)) {
      Map<Integer, Long> ends = new HashMap<>();
      TopicEnds.of(admin, topic).forEach((partition, end) -> ends.put(partition.partition(), end));
      return ends;
    } catch (ExecutionException | KafkaException e) {
      if (KafkaFailure.isPermanent(KafkaFailure.unwrap(e))) {
        throw KafkaFailure.fatal(kafka, "asking for the ends of " + topic, e).orElseThrow();
      }
      throw new OutageException("kafka", "the ends of " + topic + " are not known", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutageException("kafka", "interrupted", e);
    }
  }

  @Override
  public void giveUp(List<Topic.GivenUp> changes) throws OutageException {
    List<DeadLetter> letters =
        changes.stream()
            .map(one -> new DeadLetter(ParkedRecord.of(one.origin()), one.cause(), TRIES))
            .toList();
    deadLetters.publish(letters, Map.of(), null);
    metrics.gaveUp(letters);
    DeadLetterLog.written(letters);
  }
}
