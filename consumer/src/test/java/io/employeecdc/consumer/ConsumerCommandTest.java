package io.employeecdc.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.testing.TestTarget;
import io.employeecdc.consumer.testing.TestTopics;
import io.employeecdc.runtime.options.Commands;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("servers")
class ConsumerCommandTest {
  private static final String DEAD_PORT = "127.0.0.1:1";

  private final TestTarget target = new TestTarget();
  private final TestTopics topics = new TestTopics(1);
  private final Map<String, String> environment = new HashMap<>();
  private final PrintStream realErr = System.err;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void setUp() {
    environment.put("CDC_TARGET_URL", target.settings().url());
    environment.put("CDC_TARGET_USER", target.settings().user());
    environment.put("CDC_TARGET_PASSWORD", target.settings().password());
    environment.put("CDC_BOOTSTRAP_SERVERS", topics.kafka().bootstrapServers());
    environment.put("CDC_SCHEMA_REGISTRY_URL", TestTopics.registryUrl());
    environment.put("CDC_TOPIC", topics.topic());
    environment.put("CDC_DLQ_TOPIC", topics.deadLetterTopic());
    environment.put("CDC_REGISTRY_TIMEOUT", "100ms");
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void tearDown() {
    System.setErr(realErr);
    topics.close();
    target.close();
  }

  @Test
  void reports_all_bad_options_at_once() {
    environment.clear();

    assertThat(
            run(
                "--threads",
                "0",
                "--batch-size",
                "many",
                "--on-outage",
                "panic",
                "--max-dead-letter-rate",
                "5",
                "--no-such",
                "x"))
        .isEqualTo(2);
    assertThat(output())
        .contains("--target-url (CDC_TARGET_URL): missing")
        .contains("--bootstrap-servers (CDC_BOOTSTRAP_SERVERS): missing")
        .contains("--schema-registry-url (CDC_SCHEMA_REGISTRY_URL): missing")
        .contains("not a whole number from 1 to 64")
        .contains("not a whole number from 1 to 100000")
        .contains("not one of pause, dlq")
        .contains("--max-dead-letter-rate (CDC_MAX_DEAD_LETTER_RATE): neither off")
        .contains("--no-such");
  }

  @Test
  void ends_with_4_at_a_wrong_password_and_does_not_print_it() {
    environment.put("CDC_TARGET_PASSWORD", "hunter2");

    assertThat(run()).isEqualTo(4);
    assertThat(output()).contains("--target-password-file").doesNotContain("hunter2");
  }

  @Test
  void ends_with_3_when_the_target_was_not_set_up() throws Exception {
    target.execute("drop table employee_versions");

    assertThat(run()).isEqualTo(3);
    assertThat(output()).contains("no table employee_versions").contains("cdc setup");
  }

  @Test
  void ends_with_3_when_the_dead_letter_topic_is_missing() {
    assertThat(run("--dlq-topic", "no-such-topic")).isEqualTo(3);
    assertThat(output()).contains("no-such-topic").contains("cdc setup");
  }

  @ParameterizedTest
  @CsvSource({
    "cleanup.policy, compact",
    "retention.ms, 86400000",
    "retention.bytes, 1000000",
    "message.timestamp.before.max.ms, 60000"
  })
  void ends_with_3_when_the_dead_letter_topic_would_lose_or_refuse_letters(
      String setting, String value) {
    topics.configureDeadLetterTopic(setting, value);
    environment.put("CDC_SCHEMA_REGISTRY_URL", "http://" + DEAD_PORT);

    assertThat(run()).isEqualTo(3);
    assertThat(output())
        .contains(topics.deadLetterTopic(), setting + "=" + value, "kafka-configs.sh", "[CDC-307]");
  }

  @Test
  void ends_with_5_when_the_registry_does_not_answer() {
    assertThat(run("--schema-registry-url", "http://" + DEAD_PORT)).isEqualTo(5);
    assertThat(output()).contains("--schema-registry-url");
  }

  private int run(String... arguments) {
    return Commands.execute(new ConsumerCommand(), environment, arguments);
  }

  private String output() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
