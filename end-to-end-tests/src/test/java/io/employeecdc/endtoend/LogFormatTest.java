package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.process.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a collector of logs gets from services that were told to write JSON. */
@AnyPlace
class LogFormatTest {
  private static final Map<String, String> JSON = Map.of("CDC_LOG_FORMAT", "json");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static PipelineUnderTest pipeline;
  private static Poison poison;
  private static List<JsonNode> producerLog;
  private static List<JsonNode> consumerLog;

  @BeforeAll
  static void run() throws Exception {
    pipeline = PipelineUnderTest.create("log_format");
    Service producer = pipeline.producer(JSON);
    Service consumer = pipeline.consumer(JSON);
    producer.start();
    consumer.start();
    pipeline.source(
        "insert into employees (emp_id, city) select g, 'x' from generate_series(1, 5) g");
    poison = Poison.send(pipeline.channel());
    pipeline.awaitNoLag();
    List.of(producer, consumer).forEach(Service::stop);
    producerLog = lines(producer);
    consumerLog = lines(consumer);
  }

  @AfterAll
  static void end() {
    pipeline.close();
  }

  @Test
  void every_line_is_an_object_with_time_level_and_message() {
    for (JsonNode line : consumerLog) {
      assertThat(line.path("@timestamp").asText()).isNotEmpty();
      assertThat(line.path("level").asText()).isIn("INFO", "WARN", "ERROR");
      assertThat(line.path("message").asText()).isNotEmpty();
    }
  }

  @Test
  void a_start_is_one_object_with_what_the_service_works_with() {
    JsonNode consumer = only(consumerLog, line -> says(line, "consumer started"));
    assertThat(consumer.path("topic").asText()).isEqualTo(pipeline.channel().names().topic());
    assertThat(consumer.path("target").asText()).endsWith("/target_log_format");
    assertThat(consumer.path("management_port").asInt()).isPositive();
    JsonNode producer = only(producerLog, line -> says(line, "producer started"));
    assertThat(producer.path("schema_version").asText())
        .isEqualTo(String.valueOf(Contract.standard().released().newest().number()));
    assertThat(producer.path("schema_id").asInt()).isPositive();
  }

  @Test
  void a_dead_letter_is_one_object_with_its_place_and_reason() {
    RecordMetadata place = poison.places().get("unknown schema");
    JsonNode letter =
        only(
            consumerLog,
            line ->
                line.path("code").asText().equals("CDC-705")
                    && line.path("partition").asInt() == place.partition()
                    && line.path("offset").asLong() == place.offset());
    assertThat(letter.path("topic").asText()).isEqualTo(place.topic());
    assertThat(letter.path("key").asText()).isEqualTo("51");
    assertThat(letter.path("schema_id").asInt()).isEqualTo(987_654);
    assertThat(letter.path("stage").asText()).isEqualTo("DECODE");
    assertThat(letter.path("reason").asText()).isEqualTo("unknown_schema");
    assertThat(letter.path("level").asText()).isEqualTo("WARN");
    assertThat(consumerLog.stream().filter(line -> says(line, "Dead letter"))).hasSize(4);
    assertThat(consumerLog.toString()).doesNotContain(Poison.MARKERS);
  }

  @Test
  void the_end_by_a_wrong_password_is_an_object_with_its_code() throws Exception {
    Service refused =
        pipeline.consumer(Map.of("CDC_LOG_FORMAT", "json", "CDC_TARGET_PASSWORD", "wrong"));

    assertThat(PipelineUnderTest.exitCodeOf(refused)).isEqualTo(4);
    List<JsonNode> log = lines(refused);
    JsonNode last = log.get(log.size() - 1);
    assertThat(last.path("level").asText()).isEqualTo("ERROR");
    assertThat(last.path("code").asText()).isEqualTo("CDC-401");
    assertThat(last.path("message").asText()).contains("--target-password-file", "[CDC-401]");
  }

  @Test
  void a_text_start_is_a_block_and_an_end_has_its_code() throws Exception {
    Service consumer = pipeline.consumer(Map.of());
    consumer.start();
    consumer.stop();
    assertThat(consumer.printed())
        .contains("consumer started\n    version ", "\n    group ")
        .containsPattern("\n    management port +[0-9]+\n");
    Service refused = pipeline.consumer(Map.of("CDC_TARGET_PASSWORD", "wrong"));
    assertThat(PipelineUnderTest.exitCodeOf(refused)).isEqualTo(4);
    assertThat(refused.printed().stripTrailing()).endsWith("[CDC-401]");
  }

  private static boolean says(JsonNode line, String text) {
    return line.path("message").asText().startsWith(text);
  }

  private static JsonNode only(List<JsonNode> log, Predicate<JsonNode> which) {
    List<JsonNode> found = log.stream().filter(which).collect(Collectors.toList());
    assertThat(found).as("in %s", log).hasSize(1);
    return found.get(0);
  }

  private static List<JsonNode> lines(Service service) throws JsonProcessingException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : service.printed().lines().toList()) {
      lines.add(MAPPER.readTree(line));
    }
    return lines;
  }
}
