package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.localstack.ConfiguredBroker;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.localstack.process.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A setting refuses what a service does at Kafka. That is no outage: the service ends, and what it
 * says is done to the letter, the restart of the broker included; then all goes on.
 */
@Tag("servers")
@Tag("nightly")
class KafkaSettingsTest {
  private static final String CONSUMERS = "2";
  private static final Pattern SETTING =
      Pattern.compile("([a-z.]+\\.(?:ms|size|bytes)) to (\\d+|the number of consumers)");

  private static int pipelines;

  private final LocalStack stack = TestStack.shared();
  private TestPipeline pipeline;
  private JavaService producer;
  private JavaService consumer;
  private boolean restarted;

  @BeforeEach
  void begin() throws Exception {
    pipeline = TestPipeline.create("kafka_settings_" + pipelines++);
    producer = pipeline.producer(Map.of());
    consumer = pipeline.consumer(Map.of("CDC_THREADS", CONSUMERS));
    List.of(producer, consumer).parallelStream().forEach(Server::start);
    pipeline.source("insert into employees (emp_id) select generate_series(1, 100)");
    pipeline.awaitEqual();
  }

  @AfterEach
  void end() {
    pipeline.close();
    if (restarted) {
      Server broker = stack.brokers().get(0);
      broker.stop();
      broker.start();
    }
  }

  @Test
  void a_transaction_that_may_not_be_so_long_ends_the_producer() throws Exception {
    producer.stop();
    pipeline.source("update employees set salary = 2");
    restart("transaction.max.timeout.ms=10000");

    follow(refusal(producer, "CDC-308"), "transaction.max.timeout.ms");

    producer.start();
    pipeline.awaitEqual();
  }

  @Test
  void or_the_consumer_when_it_has_a_dead_letter_to_write() throws Exception {
    consumer.stop();
    pipeline.target("alter table employees add constraint none_in_rome check (city <> 'Rome')");
    pipeline.source("update employees set city = 'Rome' where emp_id = 7");
    pipeline.source("update employees set city = 'Oslo' where emp_id <> 7");
    restart("transaction.max.timeout.ms=10000");

    follow(refusal(consumer, "CDC-304"), "transaction.max.timeout.ms");

    consumer.start();
    pipeline.awaitNoLag();
    assertThat(TopicContent.deadLetters(pipeline.channel())).hasSize(1);
    pipeline.target("alter table employees drop constraint none_in_rome");
    assertThat(pipeline.cdc("dlq", "replay", "--yes").exitCode()).isZero();
    pipeline.awaitEqual();
  }

  @Test
  void a_group_that_may_not_be_so_large_ends_the_consumer() throws Exception {
    requireRefusedUntilFollowed("group.max.size", "1");
  }

  @Test
  void what_stands_beside_an_offset_and_may_not_be_so_long_ends_the_consumer() throws Exception {
    requireRefusedUntilFollowed("offset.metadata.max.bytes", "10");
  }

  @Test
  void a_session_that_may_not_be_so_short_ends_the_consumer() throws Exception {
    requireRefusedUntilFollowed("group.min.session.timeout.ms", "20000");
  }

  @Test
  void a_group_that_somebody_else_has_in_another_way_ends_the_consumer() throws Exception {
    consumer.stop();
    Map<String, Object> config = pipeline.channel().kafka().client("stranger");
    config.put("group.id", pipeline.channel().names().group());
    config.put("partition.assignment.strategy", "org.apache.kafka.clients.consumer.RangeAssignor");
    String line;
    try (KafkaConsumer<byte[], byte[]> stranger =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      stranger.subscribe(List.of(pipeline.channel().names().topic()));
      while (stranger.assignment().isEmpty()) {
        stranger.poll(PipelineUnderTest.LOOK_EVERY);
      }
      line = refusal(consumer, "CDC-308");
    }

    assertThat(line).contains("others read in the same group in another way; check --group");
    JavaService elsewhere =
        pipeline.consumer(Map.of("CDC_GROUP", pipeline.channel().names().group() + "_own"));
    elsewhere.start();
    pipeline.source("update employees set salary = 5");
    pipeline.waiting("both are equal").until(pipeline::equal);
  }

  @Test
  void a_name_of_a_member_that_another_one_takes_ends_it(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("kafka.properties"), "group.instance.id=pod");
    Map<String, String> named = Map.of("CDC_KAFKA_CONFIG", file.toString());
    consumer.stop();
    JavaService first = pipeline.consumer(named);
    first.start();
    JavaService second = pipeline.consumer(named);
    second.start();

    assertThat(first.awaitExit(PipelineUnderTest.LIMIT)).isEqualTo(3);
    assertThat(line(first, "CDC-308"))
        .contains("same group.instance.id; take it out of --kafka-config");

    consumer.start();
    pipeline.source("update employees set salary = 6");
    pipeline.awaitEqual();
    assertThat(second.alive()).isTrue();
  }

  /** Why the advice is a restart. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "transaction.max.timeout.ms",
        "group.max.size",
        "offset.metadata.max.bytes",
        "group.min.session.timeout.ms",
        "group.max.session.timeout.ms"
      })
  void none_of_them_is_set_while_the_broker_runs(String setting) {
    AlterConfigOp change =
        new AlterConfigOp(new ConfigEntry(setting, "60000"), AlterConfigOp.OpType.SET);
    ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "1");
    try (Admin admin = Admin.create(pipeline.channel().kafka().client("test"))) {
      assertThatThrownBy(
              () -> admin.incrementalAlterConfigs(Map.of(broker, List.of(change))).all().get())
          .hasMessageContaining("Cannot update these configs dynamically");
    }
  }

  private void requireRefusedUntilFollowed(String setting, String value) throws Exception {
    consumer.stop();
    pipeline.source("update employees set salary = 3");
    restart(setting + "=" + value);

    follow(refusal(consumer, "CDC-308"), setting);

    consumer.start();
    pipeline.awaitEqual();
  }

  /** The line with which it ends. */
  private static String refusal(JavaService service, String code) {
    assertThat(PipelineUnderTest.exitCodeOf(service)).as(service.printed()).isEqualTo(3);
    return line(service, code);
  }

  private static String line(JavaService service, String code) {
    return service.printed().lines().filter(line -> line.contains(code)).findFirst().orElseThrow();
  }

  private void follow(String line, String setting) {
    assertThat(line).contains("server.properties", "and restart them");
    List<String> said = SETTING.matcher(line).results().map(KafkaSettingsTest::assignment).toList();
    assertThat(said).as(line).anyMatch(one -> one.startsWith(setting + "="));
    restart(said.toArray(String[]::new));
  }

  private static String assignment(MatchResult said) {
    String value = said.group(2);
    return said.group(1) + "=" + (value.matches("\\d+") ? value : CONSUMERS);
  }

  private void restart(String... settings) {
    restarted = true;
    ConfiguredBroker.restart(stack, settings);
  }
}
