package io.employeecdc.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.process.Service;
import io.employeecdc.operations.verify.CommandRun;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Records of an attacker who may write the topic: each is a dead letter, and none ends it all. */
@Tag("servers")
class HostileRecordsTest {
  private static final int MEGABYTE = 1024 * 1024;
  private static final String LENGTH = "__cdc.errors.value.length";
  private static final String SHA256 = "__cdc.errors.value.sha256";
  private static final String FAULT = "__cdc.errors.fault";

  /** Less than the largest record here takes. */
  private static final Map<String, String> SMALL_HEAP = Map.of("_JAVA_OPTIONS", "-Xmx128m");

  private PipelineUnderTest pipeline;
  private Service producer;
  private Service consumer;

  @AfterEach
  void end() {
    pipeline.close();
  }

  @Test
  void a_value_that_is_too_large_to_copy_is_a_dead_letter_that_says_its_length_and_hash()
      throws Exception {
    begin("hostile_large", Map.of());
    byte[] zeros = new byte[17 * MEGABYTE];
    RecordMetadata place;
    try (Stranger stranger = Stranger.on(pipeline.channel())) {
      place = stranger.sendCompressed("4711", zeros);
    }
    change(2);

    pipeline.awaitEqual();
    ConsumerRecord<byte[], byte[]> letter = onlyLetter();
    assertThat(letter.key()).isEqualTo("4711".getBytes(UTF_8));
    assertThat(letter.value()).isNull();
    assertThat(header(letter, FAULT)).isEqualTo("TOO_LARGE");
    assertThat(header(letter, LENGTH)).isEqualTo(String.valueOf(zeros.length));
    assertThat(header(letter, SHA256)).isEqualTo(sha256(zeros));
    assertThat(header(letter, "__connect.errors.offset")).isEqualTo(place.offset() + "");
    assertThat(pipeline.cdc("dlq", "show", "0:0").out())
        .contains("\"value_length\" : \"17825792\"", "\"value_sha256\" : \"" + sha256(zeros));
    CommandRun replay = pipeline.cdc("dlq", "replay", "--yes");
    assertThat(replay.exitCode()).isEqualTo(7);
    assertThat(replay.out()).contains("1 failed again");
    assertThat(consumer.alive()).isTrue();
  }

  @Test
  void a_record_that_holds_itself_without_end_is_malformed() throws Exception {
    begin("hostile_nested", Map.of());
    byte[] value = new byte[900_000];
    Arrays.fill(value, WireFormat.HEADER_LENGTH, value.length, (byte) 2);
    try (Stranger stranger = Stranger.on(pipeline.channel())) {
      stranger.send("1", stranger.as("anybody's", nesting(), value));
    }
    change(2);

    pipeline.awaitEqual();
    assertThat(header(onlyLetter(), FAULT)).isEqualTo("MALFORMED");
    assertThat(pipeline.cdc("dlq", "show", "0:0", "--show-values").exitCode()).isZero();
    assertThat(pipeline.cdc("dlq", "replay", "--yes").exitCode()).isEqualTo(7);
    assertThat(consumer.alive()).isTrue();
  }

  @Tag("nightly")
  @Test
  void a_record_that_no_memory_holds_is_named_and_can_be_stepped_over() throws Exception {
    begin("hostile_huge", SMALL_HEAP);
    RecordMetadata place;
    try (Stranger stranger = Stranger.on(pipeline.channel())) {
      stranger.send("12", new byte[] {1, 2});
      place = stranger.sendCompressed("11", new byte[150 * MEGABYTE]);
    }
    assertThat(consumer.awaitExit(PipelineUnderTest.LIMIT)).isEqualTo(7);
    assertThat(PipelineUnderTest.exitCodeOf(consumer)).isEqualTo(7);
    assertThat(lastLine(consumer)).contains("CDC-707", "partition " + place.partition());
    String at = lastLine(consumer).replaceAll(".*'cdc dlq skip ([0-9:-]+)'.*", "$1");
    assertThat(at).matches(place.partition() + ":(\\d+-)?" + place.offset());

    assertThat(pipeline.cdc("dlq", "skip", at).exitCode()).isZero();
    consumer.start();
    change(2);
    pipeline.awaitEqual();
    List<ConsumerRecord<byte[], byte[]>> letters = TopicContent.deadLetters(pipeline.channel());
    assertThat(letters)
        .filteredOn(letter -> header(letter, FAULT).equals("TOO_LARGE"))
        .extracting(letter -> header(letter, "__connect.errors.partition"))
        .containsExactly(place.partition() + "");
    assertThat(letters).extracting(letter -> header(letter, FAULT)).contains("NOT_WIRE_FORMAT");
    assertThat(pipeline.cdc("dlq", "skip", at).exitCode()).as("consumers at work").isEqualTo(8);
    consumer.stop();
    assertThat(pipeline.cdc("dlq", "skip", at).exitCode()).as("nothing there").isEqualTo(3);
  }

  /** Each fits, but a poll takes all. */
  @Tag("nightly")
  @Test
  void records_of_headers_alone_that_no_memory_holds_together_can_be_stepped_over()
      throws Exception {
    begin("hostile_headers", SMALL_HEAP);
    consumer.stop();
    RecordMetadata last;
    try (Stranger stranger = Stranger.on(pipeline.channel())) {
      last = stranger.sendHeadersAlone(200, new byte[MEGABYTE]);
    }
    consumer.start();
    assertThat(consumer.awaitExit(PipelineUnderTest.LIMIT)).isEqualTo(7);
    assertThat(lastLine(consumer)).contains("CDC-707", "partition " + last.partition());
    String at = lastLine(consumer).replaceAll(".*'cdc dlq skip ([0-9:-]+)'.*", "$1");
    assertThat(at).matches(last.partition() + ":\\d+-" + last.offset());

    assertThat(pipeline.cdc("dlq", "skip", at).exitCode()).isZero();
    consumer.start();
    change(2);
    pipeline.awaitEqual();
    assertThat(TopicContent.deadLetters(pipeline.channel())).isEmpty();
  }

  private void begin(String suffix, Map<String, String> settings) throws Exception {
    pipeline = PipelineUnderTest.create(suffix);
    producer = pipeline.producer(Map.of());
    consumer = pipeline.consumer(settings);
    producer.start();
    consumer.start();
    change(1);
    pipeline.awaitEqual();
  }

  private void change(int employee) throws Exception {
    pipeline.source("insert into employees (emp_id, city) values (" + employee + ", 'Bern')");
  }

  private ConsumerRecord<byte[], byte[]> onlyLetter() {
    List<ConsumerRecord<byte[], byte[]>> letters = TopicContent.deadLetters(pipeline.channel());
    assertThat(letters).hasSize(1);
    return letters.get(0);
  }

  private static String lastLine(Service service) {
    List<String> lines = service.printed().strip().lines().toList();
    return lines.get(lines.size() - 1);
  }

  private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
    var found = letter.headers().lastHeader(name);
    return found == null ? "" : new String(found.value(), UTF_8);
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  /** Our schema behind a field whose record holds itself. */
  private static Schema nesting() {
    Schema nest = Schema.createRecord("Nest", null, null, false);
    nest.setFields(
        List.of(
            new Schema.Field("inner", Schema.createUnion(Schema.create(Schema.Type.NULL), nest))));
    Schema ours = Contract.standard().released().newest().schema();
    List<Schema.Field> fields = new ArrayList<>();
    fields.add(new Schema.Field("nest", nest));
    ours.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
    return Schema.createRecord(ours.getName(), null, ours.getNamespace(), false, fields);
  }
}
