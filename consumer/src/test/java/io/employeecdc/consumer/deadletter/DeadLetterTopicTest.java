package io.employeecdc.consumer.deadletter;

import static io.employeecdc.consumer.testing.TestTopics.header;
import static io.employeecdc.consumer.testing.TestTopics.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.consumer.failure.Cause;
import io.employeecdc.consumer.failure.OutageException;
import io.employeecdc.consumer.testing.TestTopics;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.failure.ExitCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("servers")
class DeadLetterTopicTest {
  private final TestTopics topics = new TestTopics(1);
  private final DeadLetterTopic deadLetters =
      new DeadLetterTopic(
          topics.kafka(),
          topics.deadLetterTopic(),
          topics.group(),
          UUID.randomUUID().toString(),
          Clock.systemUTC());

  private final KafkaConsumer<byte[], byte[]> group = topics.readers().newMember();

  @AfterEach
  void close() {
    group.close();
    deadLetters.close();
    topics.close();
  }

  @Test
  void letters_and_offsets_become_visible_together() throws OutageException {
    topics.send(0, key(1), new byte[] {1}, null);

    deadLetters.publish(List.of(letter(1)), offset(1), group);

    assertThat(topics.deadLetters()).hasSize(1);
    assertThat(topics.readers().uncommitted()).isZero();
  }

  @Test
  void a_letter_that_the_topic_refuses_goes_without_its_value_and_the_others_whole()
      throws OutageException {
    topics.send(0, key(1), new byte[] {1}, null);
    topics.configureDeadLetterTopic("max.message.bytes", "5000");

    deadLetters.publish(List.of(letter(1), letter(100_000), letter(20)), offset(1), group);

    assertThat(topics.deadLetters())
        .extracting(letter -> letter.value() == null ? -1 : letter.value().length)
        .containsExactly(1, -1, 20);
    ConsumerRecord<byte[], byte[]> left = topics.deadLetters().get(1);
    assertThat(left.key()).isEqualTo(key(1));
    assertThat(header(left, "__cdc.errors.fault")).isEqualTo("TOO_LARGE");
    assertThat(header(left, "__cdc.errors.sqlstate")).isEqualTo("22001");
    assertThat(header(left, "__cdc.errors.value.length")).isEqualTo("100000");
    assertThat(topics.readers().uncommitted()).isZero();
  }

  @Test
  void neither_letters_nor_offsets_are_visible_when_the_topic_refuses_even_their_headers() {
    topics.send(0, key(1), new byte[] {1}, null);
    topics.configureDeadLetterTopic("max.message.bytes", "200");

    assertThatThrownBy(() -> deadLetters.publish(List.of(letter(1)), offset(1), group))
        .isInstanceOfSatisfying(
            CdcException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessageContaining("--dlq-topic")
        .hasMessageContaining("max.message.bytes");

    assertThat(topics.deadLetters()).isEmpty();
    assertThat(topics.readers().uncommitted()).isEqualTo(1);
    topics.configureDeadLetterTopic("max.message.bytes", "16777216");
    assertThatCode(() -> deadLetters.publish(List.of(letter(1)), offset(1), group))
        .doesNotThrowAnyException();
  }

  @Test
  void a_setting_that_refuses_a_letter_is_named_and_not_waited_for() {
    topics.configureDeadLetterTopic("message.timestamp.before.max.ms", "60000");
    DeadLetter old = letter(key(1), System.currentTimeMillis() - 3_600_000);
    assertRefused(old, "message.timestamp.before.max.ms");

    topics.configureDeadLetterTopic("cleanup.policy", "compact");
    assertRefused(letter(null, System.currentTimeMillis()), "cleanup.policy");
  }

  /** While it is waited for, nobody takes part in the group for us. */
  @Test
  void a_topic_that_is_missing_is_waited_for_once_however_many_letters_there_are() {
    Instant begin = Instant.now();
    try (DeadLetterTopic missing =
        new DeadLetterTopic(
            topics.kafka(),
            "missing-" + UUID.randomUUID(),
            topics.group(),
            UUID.randomUUID().toString(),
            Clock.systemUTC())) {
      List<DeadLetter> letters = List.of(letter(1), letter(2), letter(3));
      assertThatThrownBy(() -> missing.publish(letters, offset(1), group))
          .isInstanceOfSatisfying(
              CdcException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DEAD_LETTER_TOPIC))
          .hasMessageContaining("cdc setup");
    }
    assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(19));
  }

  /**
   * Kafka's producer takes none of these: taken as they are, they would be an outage without end.
   */
  @ParameterizedTest
  @ValueSource(longs = {-1, -2, Long.MIN_VALUE})
  void a_record_from_before_1970_is_a_letter_of_today(long timestamp) throws OutageException {
    topics.send(0, key(1), new byte[] {1}, null);
    long before = System.currentTimeMillis();

    deadLetters.publish(List.of(letter(key(1), timestamp)), offset(1), group);

    assertThat(topics.deadLetters())
        .singleElement()
        .satisfies(letter -> assertThat(letter.timestamp()).isGreaterThanOrEqualTo(before));
  }

  private void assertRefused(DeadLetter letter, String setting) {
    assertThatThrownBy(() -> deadLetters.publish(List.of(letter), offset(1), group))
        .isInstanceOfSatisfying(
            CdcException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DEAD_LETTER_TOPIC))
        .hasMessageContaining("--dlq-topic")
        .hasMessageContaining(setting);
  }

  @Test
  void a_consumer_that_lost_its_place_in_the_group_writes_nothing() {
    topics.send(0, key(1), new byte[] {1}, null);
    ConsumerGroupMetadata left = ofAMemberThatLeft();
    MockConsumer<byte[], byte[]> gone =
        new MockConsumer<>("earliest") {
          @Override
          public ConsumerGroupMetadata groupMetadata() {
            return left;
          }
        };

    assertThatThrownBy(() -> deadLetters.publish(List.of(letter(1)), offset(1), gone))
        .isInstanceOf(OutageException.class);

    assertThat(topics.deadLetters()).isEmpty();
    assertThat(topics.readers().uncommitted()).isEqualTo(1);
  }

  private ConsumerGroupMetadata ofAMemberThatLeft() {
    try (KafkaConsumer<byte[], byte[]> consumer = topics.readers().newMember()) {
      consumer.subscribe(List.of(topics.topic()));
      while (consumer.assignment().isEmpty()) {
        consumer.poll(Duration.ofMillis(100));
      }
      return consumer.groupMetadata();
    }
  }

  private DeadLetter letter(byte[] key, long timestamp) {
    ConsumerRecord<byte[], byte[]> original =
        new ConsumerRecord<>(
            topics.topic(),
            0,
            0,
            timestamp,
            TimestampType.CREATE_TIME,
            1,
            1,
            key,
            new byte[] {1},
            new RecordHeaders(),
            Optional.empty());
    return new DeadLetter(original, Cause.of("22001"), 3);
  }

  private DeadLetter letter(int bytes) {
    byte[] value = new byte[bytes];
    new java.util.Random(1).nextBytes(value);
    return new DeadLetter(
        new ConsumerRecord<>(topics.topic(), 0, 0, key(1), value), Cause.of("22001"), 3);
  }

  private Map<TopicPartition, OffsetAndMetadata> offset(long offset) {
    return Map.of(new TopicPartition(topics.topic(), 0), new OffsetAndMetadata(offset));
  }
}
