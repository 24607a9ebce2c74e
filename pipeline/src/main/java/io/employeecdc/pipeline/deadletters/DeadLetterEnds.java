package io.employeecdc.pipeline.deadletters;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.AdminClients;
import io.employeecdc.runtime.kafka.TopicEnds;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** The ends of the topic's partitions, with what open transactions have written. */
final class DeadLetterEnds {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private DeadLetterEnds() {}

  static Map<TopicPartition, Long> of(
      DeadLetterTopicSettings settings, Collection<TopicPartition> partitions) {
    try (Admin admin = AdminClients.open(settings.kafka(), "dlq-ends", LIMIT, 3)) {
      return TopicEnds.of(admin, partitions);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CdcException(ExitCode.UNEXPECTED, "interrupted while reading dead letters", e);
    }
  }
}
