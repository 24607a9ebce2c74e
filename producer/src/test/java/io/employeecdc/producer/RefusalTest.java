package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.runtime.database.DatabaseSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a producer that cannot do its work says, and with which exit code it ends. */
@Tag("servers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalTest {
  private static final String SECRET = "dont-print-me";

  private Pipe pipe;

  @BeforeAll
  void create() throws Exception {
    pipe = Pipe.create("refusals");
  }

  @Test
  void a_sequence_with_a_cache_is_refused() throws Exception {
    Pipe cached = Pipe.create("cached_sequence");
    cached.source().execute("alter sequence emp_cdc_action_id_seq cache 10");

    refuses(run(cached), 3, "emp_cdc_action_id_seq must have CACHE 1");
  }

  @Test
  void a_disabled_trigger_is_refused() throws Exception {
    Pipe disabled = Pipe.create("disabled_trigger");
    disabled.source().execute("alter table employees disable trigger cdc_delete");

    refuses(run(disabled), 3, "not all five triggers", "cdc_delete");
  }

  @Test
  void a_role_that_may_not_read_what_older_triggers_captured_is_refused() throws Exception {
    Pipe other = Pipe.create("no_right_on_columns");
    other
        .source()
        .asSuperuser(
            "create role reader login password 'reader'",
            "grant select, delete on emp_cdc to reader",
            "grant select on emp_cdc_action_id_seq to reader");
    Map<String, String> asReader =
        Map.of("CDC_SOURCE_USER", "reader", "CDC_SOURCE_PASSWORD", "reader");
    try {
      refuses(
          CommandRun.of(other.environment(asReader)),
          3,
          "the role reader may not read cdc_columns",
          "grant select on cdc_columns to reader");
      other.source().asSuperuser("grant select on cdc_columns to reader");
      Map<String, String> elsewhere = new TreeMap<>(asReader);
      elsewhere.put("CDC_POSITION_TOPIC", "nowhere");
      refuses(CommandRun.of(other.environment(elsewhere)), 3, "no topic 'nowhere'");
    } finally {
      other.source().asSuperuser("drop owned by reader", "drop role reader");
    }
  }

  @Test
  void a_trigger_that_replication_would_pass_by_is_refused() throws Exception {
    Pipe disabled = Pipe.create("origin_trigger");
    disabled.source().execute("alter table employees enable trigger cdc_update");

    refuses(run(disabled), 3, "not all five triggers", "ALWAYS");
  }

  @Test
  void a_table_that_a_subscription_fills_is_refused() throws Exception {
    Pipe subscriber = Pipe.create("subscriber");
    SourceDatabase publisher = SourceDatabase.migrated("publisher");
    publisher.execute("create publication people for table employees");
    publisher.asSuperuser(
        "alter role cdc replication",
        "select pg_create_logical_replication_slot('people', 'pgoutput')");
    try {
      try (Ending running = new Ending(subscriber.produce())) {
        running.producer().awaitRound();
        subscriber
            .source()
            .asSuperuser(
                "create subscription people connection '%s' publication people with (create_slot = false)"
                    .formatted(connection(publisher)));
        running.producer().letPass(Duration.ofSeconds(30));
        assertThat(running.failure()).hasMessageContaining("logical replication subscription");
      }
      refuses(run(subscriber), 3, "logical replication subscription", "employees");

      // Its advice.
      publisher.execute("alter publication people drop table employees");
      subscriber.source().asSuperuser("alter subscription people refresh publication");
      try (RunningProducer producer = subscriber.produce()) {
        producer.awaitRound();
        assertThat(producer.end()).isNotDone();
      }
    } finally {
      subscriber
          .source()
          .asSuperuser(
              "alter subscription people disable",
              "alter subscription people set (slot_name = none)",
              "drop subscription people");
      publisher.asSuperuser(
          "alter role cdc noreplication",
          "select pg_terminate_backend(active_pid) from pg_replication_slots"
              + " where slot_name = 'people'");
      await()
          .untilAsserted(() -> publisher.asSuperuser("select pg_drop_replication_slot('people')"));
    }
  }

  @Test
  void a_source_that_was_not_set_up_is_refused() throws Exception {
    Pipe empty = Pipe.over("not_set_up", SourceDatabase.empty("not_set_up"));

    refuses(run(empty), 3, "no table emp_cdc", "cdc setup");
  }

  @Test
  void a_missing_topic_is_refused() {
    refuses(run(Map.of("CDC_POSITION_TOPIC", "nowhere")), 3, "no topic 'nowhere'", "cdc setup");
  }

  @Test
  void a_wrong_password_is_refused_and_never_printed() {
    refuses(
        run(Map.of("CDC_SOURCE_PASSWORD", SECRET)),
        4,
        "refused by the source database",
        "28P01",
        "--source-password-file");
  }

  @Test
  void a_role_without_rights_is_refused() throws Exception {
    pipe.source().asSuperuser("create role guest login password '" + SECRET + "'");

    refuses(
        run(Map.of("CDC_SOURCE_USER", "guest", "CDC_SOURCE_PASSWORD", SECRET)),
        4,
        "42501",
        "--source-user");
  }

  @Test
  void a_registry_that_does_not_answer_in_time_is_unreachable() {
    refuses(
        run(Map.of("CDC_SCHEMA_REGISTRY_URL", "http://127.0.0.1:1", "CDC_REGISTRY_TIMEOUT", "1s")),
        5,
        "http://127.0.0.1:1",
        "does not answer",
        "--schema-registry-url");
  }

  @Test
  void a_source_that_does_not_answer_is_unreachable() {
    refuses(
        run(Map.of("CDC_SOURCE_URL", "jdbc:postgresql://127.0.0.1:1/source")),
        5,
        "cannot reach the source database",
        "--source-url");
  }

  @Test
  void a_url_that_holds_a_password_is_refused_and_not_repeated() {
    for (String url : List.of("h/db?password=" + SECRET, "me:" + SECRET + "@h/db")) {
      refuses(
          run(Map.of("CDC_SOURCE_URL", "jdbc:postgresql://" + url)),
          2,
          "--source-url",
          "--source-password-file");
    }
  }

  @Test
  void kafka_settings_that_make_no_producer_are_refused(@TempDir Path folder) throws Exception {
    Path kafka = Files.writeString(folder.resolve("kafka.properties"), "enable.idempotence=false");

    refuses(run(Map.of("CDC_KAFKA_CONFIG", kafka.toString())), 3, "--kafka-config", "idempotence");
  }

  @Test
  void an_identity_provider_that_does_not_answer_is_unreachable_and_told_in_a_line(
      @TempDir Path folder) throws Exception {
    String url = "http://127.0.0.1:1/token";
    Path kafka =
        Files.writeString(
            folder.resolve("kafka.properties"),
            """
            security.protocol=SASL_PLAINTEXT
            sasl.mechanism=OAUTHBEARER
            sasl.oauthbearer.token.endpoint.url=%s
            sasl.login.callback.handler.class=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler
            sasl.jaas.config=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required clientId="us" clientSecret="%s";
            sasl.login.retry.backoff.max.ms=200
            """
                .formatted(url, SECRET));
    String allowed = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
    System.setProperty(allowed, url);
    try {
      CommandRun run = run(Map.of("CDC_KAFKA_CONFIG", kafka.toString()));

      refuses(run, 5, "identity provider", "sasl.oauthbearer.token.endpoint.url", "--kafka-config");
      assertThat(run.output().lines()).hasSizeLessThan(5);
    } finally {
      System.clearProperty(allowed);
    }
  }

  @Test
  void a_schema_that_is_not_registered_is_incompatible() throws Exception {
    TestTopic topic = TestTopic.create("unregistered", 1);

    refuses(run(Map.of("CDC_TOPIC", topic.name())), 6, "'unregistered-value'", "cdc setup");
  }

  @Test
  void a_position_that_is_none_is_refused_and_not_repeated() throws Exception {
    List<String> garbage =
        List.of(SECRET, "null", "7", "{}", "{\"done\":\"" + SECRET + "\",\"marks\":{}}");
    for (int i = 0; i < garbage.size(); i++) {
      Pipe foreign = Pipe.over("foreign_position_" + i, pipe.source());
      foreign.topic().writePosition(foreign.topic().name(), garbage.get(i));

      refuses(
          run(foreign),
          7,
          "topic foreign_position_" + i + "_positions (--position-topic), partition 0, offset 0",
          "[CDC-702]");
    }
  }

  @Test
  void a_producer_that_is_refused_for_its_schema_leaves_the_position_as_it_is() throws Exception {
    Pipe running = Pipe.create("position_kept");
    try (RunningProducer producer = running.produce()) {
      producer.awaitRound();
      running.source().execute("insert into employees (emp_id) select generate_series(1, 9)");
      running.untilCaughtUp();
    }
    TestTopic positions = new TestTopic(running.topic().positions());
    List<String> before = texts(positions);
    running.source().execute("insert into employees (emp_id) values (10)");
    TestTopic unregistered = TestTopic.create("position_kept_unregistered", 1);

    refuses(
        CommandRun.of(running.environment(Map.of("CDC_TOPIC", unregistered.name()))),
        6,
        "version "
            + Contract.standard().released().newest().number()
            + " of the schema is not registered",
        "'position_kept_unregistered-value'");

    assertThat(before).isNotEmpty();
    assertThat(texts(positions)).isEqualTo(before);
    assertThat(unregistered.read()).isEmpty();
    try (RunningProducer producer = running.produce()) {
      producer.awaitRound();
      assertThat(running.untilCaughtUp()).extracting(Change::employeeId).hasSize(10).contains(10);
    }
  }

  @Test
  void bad_options_are_told_all_at_once() {
    CommandRun run =
        CommandRun.of(
            Map.of("CDC_SOURCE_PASSWORD", SECRET, "CDC_CHUNK_SIZE", "many"),
            "--source-url=jdbc:mysql://cdc:" + SECRET + "@h/db",
            "--retention=0s",
            "--poll-interval=soon",
            "--topic=a b",
            "--surprise");

    refuses(
        run,
        2,
        "--source-url (CDC_SOURCE_URL)",
        "--source-user (CDC_SOURCE_USER): missing",
        "--bootstrap-servers (CDC_BOOTSTRAP_SERVERS): missing",
        "--schema-registry-url (CDC_SCHEMA_REGISTRY_URL): missing",
        "--chunk-size (CDC_CHUNK_SIZE): not a whole number",
        "--retention (CDC_RETENTION): not a time",
        "--poll-interval (CDC_POLL_INTERVAL): not a time",
        "--topic (CDC_TOPIC): not a name",
        "'--surprise': unknown");
  }

  /** For another server: its words, not the driver's. */
  private static String connection(SourceDatabase database) {
    DatabaseSettings settings = database.settings();
    URI url = URI.create(settings.url().substring("jdbc:".length()));
    return "host=%s port=%d dbname=%s user=%s password=%s"
        .formatted(
            url.getHost(),
            url.getPort(),
            url.getPath().substring(1),
            settings.user(),
            settings.password());
  }

  private CommandRun run(Map<String, String> settings) {
    return CommandRun.of(pipe.environment(settings));
  }

  /** Each record of a topic with its place. */
  private static List<String> texts(TestTopic topic) {
    return topic.read().stream()
        .map(r -> r.offset() + " " + new String(r.value(), StandardCharsets.UTF_8))
        .toList();
  }

  private static CommandRun run(Pipe other) {
    return CommandRun.of(other.environment(Map.of()));
  }

  private void refuses(CommandRun run, int exitCode, String... says) {
    assertThat(run.output())
        .contains(says)
        .doesNotContain(SECRET)
        .doesNotContain(pipe.source().settings().password())
        .doesNotContain("\tat ");
    assertThat(run.exitCode()).isEqualTo(exitCode);
  }
}
