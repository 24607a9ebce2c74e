package io.employeecdc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.operations.verify.Impatient;
import io.employeecdc.runtime.kafka.TopicRole;
import io.employeecdc.workbench.run.LocalPipeline;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class CommandLineTest {
  private static final LocalStack STACK = TestStack.shared();
  private static final String UNREGISTERED = "topic_without_schema";
  private static final String NOBODY = "http://127.0.0.1:1";

  private static LocalPipeline ready;
  private static LocalPipeline empty;

  @BeforeAll
  static void create() throws Exception {
    ready = LocalPipeline.create(STACK, Contract.standard(), "command_line");
    ready.setUp();
    empty = LocalPipeline.create(STACK, Contract.standard(), "command_line_empty");
    try (Admin admin = Admin.create(ready.kafka().client("test"))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(UNREGISTERED, 1, (short) 1).configs(TopicRole.CHANGES.settings(1))))
          .all()
          .get();
    }
  }

  @Test
  void no_command_prints_the_usage_and_exits_2() {
    CommandRun run = cdc(Map.of());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("Usage: cdc", "demo", "producer", "consumer", "verify", "setup");
  }

  @Test
  void an_unknown_command_exits_2_and_is_named() {
    CommandRun run = cdc(Map.of(), "consum");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("'consum'", "Usage: cdc");
  }

  @Test
  void missing_options_are_all_named_at_once_and_exit_2() {
    for (String service : List.of("producer", "consumer", "setup")) {
      CommandRun run = cdc(Map.of(), service);

      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("--bootstrap-servers (CDC_BOOTSTRAP_SERVERS): missing");
      assertThat(run.err()).contains("--schema-registry-url (CDC_SCHEMA_REGISTRY_URL): missing");
      if (!service.equals("consumer")) {
        assertThat(run.err()).contains("--source-url (CDC_SOURCE_URL)", "--source-user");
      }
      if (!service.equals("producer")) {
        assertThat(run.err()).contains("--target-url (CDC_TARGET_URL)", "--target-user");
      }
    }
  }

  @Test
  void wrong_values_and_unknown_options_are_named_together_with_what_is_allowed_and_exit_2() {
    CommandRun run =
        cdc(
            Map.of("CDC_BATCH_SIZE", "many"),
            "consumer",
            "--threads",
            "0",
            "--on-outage",
            "panic",
            "--colour");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("--threads (CDC_THREADS): not a whole number from 1 to 64")
        .contains("--batch-size (CDC_BATCH_SIZE): not a whole number from 1 to 100000")
        .contains("--on-outage (CDC_ON_OUTAGE): not one of pause, dlq")
        .contains("'--colour': unknown");
  }

  @Test
  void a_wrong_password_exits_4_and_names_its_option() {
    for (String service : List.of("producer", "consumer", "setup", "verify")) {
      String side = service.equals("producer") ? "source" : "target";
      Map<String, String> wrong =
          Map.of("CDC_" + (side.equals("source") ? "SOURCE" : "TARGET") + "_PASSWORD", "Wr0ngOne");

      CommandRun run = on(ready, wrong, service);

      assertThat(run.exitCode()).describedAs(service).isEqualTo(4);
      assertThat(run.err()).contains("--" + side + "-password-file", "127.0.0.1");
      assertThat(run.out() + run.err()).doesNotContain("Wr0ngOne");
    }
  }

  @Test
  void a_registry_that_does_not_answer_at_start_exits_5() {
    for (String service : List.of("producer", "consumer")) {
      CommandRun run =
          on(
              ready,
              Map.of("CDC_SCHEMA_REGISTRY_URL", NOBODY),
              service,
              "--registry-timeout",
              "600ms");

      assertThat(run.exitCode()).describedAs(service).isEqualTo(5);
      assertThat(run.err()).contains(NOBODY, "--schema-registry-url");
    }
  }

  @Test
  void a_database_or_a_broker_that_does_not_answer_exits_5() {
    String url = "jdbc:postgresql://127.0.0.1:1/nothing";
    CommandRun source = on(ready, Map.of("CDC_SOURCE_URL", url), "producer");
    CommandRun target = on(ready, Map.of("CDC_TARGET_URL", url), "consumer");
    Map<String, String> brokers = new TreeMap<>(Impatient.WITH_KAFKA);
    brokers.put("CDC_BOOTSTRAP_SERVERS", "127.0.0.1:1");
    CommandRun kafka = on(ready, brokers, "consumer");

    assertThat(List.of(source.exitCode(), target.exitCode(), kafka.exitCode())).containsOnly(5);
    assertThat(source.err()).contains("127.0.0.1:1", "--source-url");
    assertThat(target.err()).contains("127.0.0.1:1", "--target-url");
    assertThat(kafka.err()).contains("127.0.0.1:1", "--bootstrap-servers");
  }

  @Test
  void an_unregistered_schema_exits_6_and_says_what_to_run() {
    CommandRun run = on(ready, Map.of("CDC_TOPIC", UNREGISTERED), "producer");

    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.err()).contains(UNREGISTERED + "-value", "cdc setup");
  }

  @Test
  void a_missing_table_or_topic_exits_3_and_says_what_to_run() {
    for (String service : List.of("producer", "consumer")) {
      CommandRun table = on(empty, Map.of(), service);
      CommandRun topic = on(ready, Map.of("CDC_TOPIC", "no_such_topic"), service);

      assertThat(table.exitCode()).describedAs(service).isEqualTo(3);
      assertThat(table.err()).contains("cdc setup");
      assertThat(topic.exitCode()).describedAs(service).isEqualTo(3);
      assertThat(topic.err()).contains("no_such_topic", "cdc setup");
    }
  }

  private static CommandRun on(
      LocalPipeline pipeline, Map<String, String> changed, String... arguments) {
    Map<String, String> environment = new TreeMap<>(STACK.environment());
    environment.putAll(pipeline.environment());
    environment.put("CDC_MANAGEMENT_PORT", "0");
    environment.putAll(changed);
    return cdc(environment, arguments);
  }

  /** Whatever goes wrong, no password and no stack trace is shown. */
  private static CommandRun cdc(Map<String, String> environment, String... arguments) {
    CommandRun run = CommandRun.of(new Cdc(), environment, arguments);
    assertThat(run.out() + run.err())
        .doesNotContain(STACK.source().password(), STACK.target().password())
        .doesNotContain("\tat ", "Exception in thread");
    return run;
  }
}
