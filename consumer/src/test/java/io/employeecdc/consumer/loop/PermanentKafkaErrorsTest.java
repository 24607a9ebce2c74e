package io.employeecdc.consumer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.consumer.deadletter.DeadLetter;
import io.employeecdc.consumer.deadletter.DeadLetterTopic;
import io.employeecdc.consumer.failure.Cause;
import io.employeecdc.consumer.failure.OutageException;
import io.employeecdc.consumer.metrics.ConsumerMetrics;
import io.employeecdc.consumer.testing.TestTopics;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Kafka will refuse again is no outage, whoever meets it. */
@Tag("servers")
class PermanentKafkaErrorsTest {
  private final TestTopics topics = new TestTopics(1);
  private final ConsumerMetrics metrics =
      new ConsumerMetrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), "1");
  private final DeadLetterTopic letters =
      new DeadLetterTopic(
          topics.kafka(), topics.deadLetterTopic(), topics.group(), "test", Clock.systemUTC());

  @AfterEach
  void close() {
    letters.close();
    topics.close();
  }

  static Stream<KafkaException> permanent() {
    return Stream.of(
        new FencedInstanceIdException("f"),
        new OffsetMetadataTooLarge("o"),
        new UnsupportedVersionException("u"),
        new GroupAuthorizationException("g"));
  }

  @ParameterizedTest
  @MethodSource("permanent")
  void offsets_that_a_setting_refuses_are_not_waited_for(KafkaException error) {
    assertThatThrownBy(() -> deliver(error)).isSameAs(error);
  }

  static Stream<KafkaException> passing() {
    return Stream.of(
        new CommitFailedException(), new RebalanceInProgressException(), new TimeoutException());
  }

  @ParameterizedTest
  @MethodSource("passing")
  void offsets_that_are_taken_after_the_next_poll_are_waited_for(KafkaException error) {
    assertThatThrownBy(() -> deliver(error)).isInstanceOf(OutageException.class);
  }

  @Test
  void a_topic_that_kafka_will_never_have_has_no_ends_to_wait_for() {
    ParkedTopic parked = new ParkedTopic(topics.kafka(), "no name", "test", letters, metrics);

    assertThatThrownBy(parked::ends)
        .isInstanceOfSatisfying(
            CdcException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.KAFKA_SETTING_REFUSES));
  }

  private void deliver(KafkaException error) throws OutageException {
    try (MockConsumer<byte[], byte[]> consumer =
        new MockConsumer<>("earliest") {
          @Override
          public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
            throw error;
          }
        }) {
      OutcomeCommitter committer =
          new OutcomeCommitter(consumer, letters, metrics, Clock.systemUTC());
      ConsumerRecord<byte[], byte[]> record =
          new ConsumerRecord<>(topics.topic(), 0, 1, new byte[] {1}, new byte[] {1});
      committer.add(List.of(new DeadLetter(record, Cause.of("22001"), 1)), Map.of());
      committer.deliver();
    }
  }
}
