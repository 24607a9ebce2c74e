package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.process.Service;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.workbench.run.Flow;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Records that another client put among good ones, all taken in one batch. */
@AnyPlace
class PoisonTest {
  private static final String GOOD =
      "insert into employees select g, 'Markerfirst', 'Markerlast', '1999-09-09', 'Markercity',"
          + " 7654321 from generate_series(%d, %d) g";

  private static PipelineUnderTest pipeline;
  private static Service producer;
  private static Service consumer;
  private static Poison poison;
  private static Map<String, ConsumerRecord<byte[], byte[]>> letters;

  @BeforeAll
  static void poison() throws Exception {
    pipeline = PipelineUnderTest.create("poison");
    producer = pipeline.producer(Map.of());
    consumer = pipeline.consumer(Map.of());
    producer.start();
    pipeline.source(GOOD.formatted(1, 100));
    awaitPublished(100);
    poison = Poison.send(pipeline.channel());
    pipeline.source(GOOD.formatted(101, 200));
    awaitPublished(200);

    consumer.start();
    pipeline.awaitNoLag();
    letters =
        TopicContent.deadLetters(pipeline.channel()).stream()
            .collect(Collectors.toMap(PoisonTest::origin, Function.identity()));
  }

  @AfterAll
  static void end() {
    pipeline.close();
  }

  @Test
  void good_records_beside_poison_are_applied() throws Exception {
    pipeline.awaitEqual();

    assertThat(pipeline.countProcessed()).isEqualTo(200);
    Flow flow = pipeline.accountedFor(producer, consumer);
    assertThat(flow.applied()).isEqualTo(200);
    assertThat(flow.deadLettered()).isEqualTo(4);
  }

  @Test
  void each_poison_is_one_dead_letter_with_its_original_bytes_and_reason() {
    assertThat(letters).hasSize(4);
    assertLetter("undecodable", "DECODE", "not with the wire format's 0x00", 1);
    assertLetter("unknown schema", "DECODE", "no schema with id 987654", 1);
    assertLetter("no key", "DECODE", "no key", 1);
    assertLetter("too long", "APPLY", "", 3);
    assertThat(header(letter("too long"), "__cdc.errors.sqlstate")).isEqualTo("22001");
  }

  @Test
  void dlq_list_says_where_each_came_from_and_why() throws Exception {
    CommandRun run = dlq("list");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("4 dead letters", "22001", "DECODE", "APPLY", "no key");
    for (RecordMetadata place : poison.places().values()) {
      assertThat(run.out()).contains(" %d:%d ".formatted(place.partition(), place.offset()));
    }
    assertThat(run.out() + run.err()).doesNotContain(Poison.MARKERS);
  }

  private static void assertLetter(String what, String stage, String message, int tries) {
    ConsumerRecord<byte[], byte[]> letter = letter(what);
    String key = poison.sent().get(what).key();
    assertThat(letter.key()).isEqualTo(key == null ? null : key.getBytes(StandardCharsets.UTF_8));
    assertThat(letter.value()).isEqualTo(poison.sent().get(what).value());
    assertThat(header(letter, "__connect.errors.topic"))
        .isEqualTo(pipeline.channel().names().topic());
    assertThat(header(letter, "__connect.errors.stage")).isEqualTo(stage);
    assertThat(header(letter, "__cdc.errors.tries")).isEqualTo(String.valueOf(tries));
    assertThat(header(letter, "__connect.errors.exception.message")).contains(message);
    assertThat(header(letter, "__connect.errors.exception.class.name")).contains(".");
  }

  private static ConsumerRecord<byte[], byte[]> letter(String what) {
    RecordMetadata place = poison.places().get(what);
    return letters.get(place.partition() + ":" + place.offset());
  }

  private static String origin(ConsumerRecord<byte[], byte[]> letter) {
    return header(letter, "__connect.errors.partition")
        + ":"
        + header(letter, "__connect.errors.offset");
  }

  private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private static CommandRun dlq(String... arguments) throws Exception {
    return pipeline.cdc(
        Stream.concat(Stream.of("dlq"), Stream.of(arguments)).toArray(String[]::new));
  }

  private static void awaitPublished(long changes) {
    pipeline
        .waiting("published")
        .until(() -> pipeline.flow(producer, consumer).published() == changes);
  }
}
