package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.process.Service;
import io.employeecdc.runtime.peers.Meters;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@AnyPlace
class OutageTest {
  private static final int CHANGES = 300;

  private Service target;

  @AfterEach
  void startTarget() {
    target.start();
  }

  @Test
  void while_the_target_is_down_the_consumer_stays_in_its_group_and_dead_letters_nothing()
      throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.create("pause");
        Group group = new Group(pipeline.channel())) {
      Service consumer = start(pipeline, Map.of());
      Set<String> members = group.members();
      assertThat(members).hasSize(2);

      target.stop();
      pipeline.play(CHANGES, 10).join();
      pipeline
          .waiting("both threads have tried for longer than the session time-out of the group")
          .until(() -> Meters.of(consumer.port()).sum("cdc_retries_total") >= 6);
      assertThat(group.members()).isEqualTo(members);
      assertThat(deadLetters(pipeline)).isEmpty();

      target.start();
      pipeline.awaitEqual();
      assertThat(group.members()).isEqualTo(members);
      assertThat(deadLetters(pipeline)).isEmpty();
      assertThat(pipeline.countProcessed()).isEqualTo(1 + CHANGES);
    }
  }

  @Tag("nightly")
  @Test
  void with_on_outage_dlq_each_change_is_in_the_dead_letter_topic_after_three_tries()
      throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.create("outage_dlq")) {
      start(pipeline, Map.of("CDC_ON_OUTAGE", "dlq"));

      target.stop();
      // One transaction, one chunk: each thread gives up one batch, which takes its time.
      pipeline.play(CHANGES, CHANGES).join();
      pipeline
          .waiting("every change is a dead letter")
          .until(() -> deadLetters(pipeline).size() == CHANGES);
      pipeline.awaitNoLag();
      assertEachIsOneOf(records(pipeline), deadLetters(pipeline));

      target.start();
      pipeline.source("insert into employees (emp_id) values (900001)");
      pipeline.waiting("changes take effect again").until(() -> pipeline.countProcessed() == 2);
      assertThat(deadLetters(pipeline)).hasSize(CHANGES);
    }
  }

  /** A producer and a consumer that have carried one change. */
  private Service start(PipelineUnderTest pipeline, Map<String, String> settings) throws Exception {
    target = pipeline.targetServer();
    Service consumer = pipeline.consumer(settings);
    List.of(pipeline.producer(Map.of()), consumer).parallelStream().forEach(Service::start);
    pipeline.source("insert into employees (emp_id) values (900000)");
    pipeline.awaitEqual();
    return consumer;
  }

  private static void assertEachIsOneOf(
      Map<String, ConsumerRecord<byte[], byte[]>> records,
      List<ConsumerRecord<byte[], byte[]>> letters) {
    for (ConsumerRecord<byte[], byte[]> letter : letters) {
      ConsumerRecord<byte[], byte[]> original =
          records.remove(
              header(letter, "__connect.errors.topic")
                  + ":"
                  + header(letter, "__connect.errors.partition")
                  + ":"
                  + header(letter, "__connect.errors.offset"));
      assertThat(original).isNotNull();
      assertThat(letter.key()).isEqualTo(original.key());
      assertThat(letter.value()).isEqualTo(original.value());
      assertThat(letter.timestamp()).isEqualTo(original.timestamp());
      assertThat(header(letter, "__cdc.errors.tries")).isEqualTo("3");
      assertThat(header(letter, "__cdc.errors.sqlstate")).startsWith("08");
      assertThat(header(letter, "__connect.errors.exception.message")).isNotEmpty();
    }
    // The one that was applied before the outage.
    assertThat(records).hasSize(1);
  }

  /** The changes in the main topic by where they are. */
  private static Map<String, ConsumerRecord<byte[], byte[]>> records(PipelineUnderTest pipeline) {
    return TopicContent.of(pipeline.channel(), pipeline.channel().names().topic()).stream()
        .filter(record -> record.value() != null)
        .collect(
            Collectors.toMap(
                r -> r.topic() + ":" + r.partition() + ":" + r.offset(), Function.identity()));
  }

  private static List<ConsumerRecord<byte[], byte[]>> deadLetters(PipelineUnderTest pipeline) {
    return TopicContent.deadLetters(pipeline.channel());
  }

  private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
