package io.employeecdc.consumer;

import static io.employeecdc.consumer.testing.Changes.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.consumer.testing.TestTarget;
import io.employeecdc.consumer.testing.TestTopics;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.runtime.options.Commands;
import io.employeecdc.schema.Action;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Errors that waiting cannot mend, met by a consumer that runs: it ends, and keeps its place. */
@Tag("servers")
class SystemicErrorTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final String HELD =
      """
      create table release (now boolean);
      create function hold() returns trigger language plpgsql as $$
      begin
        while not exists (select from release) loop perform pg_sleep(0.02); end loop;
        return new;
      end $$;
      create trigger slow before insert on employees for each row when (new.emp_id = 3)
        execute function hold()""";

  private static final String HELD_UP =
      "select pid from pg_locks where relation = 'employees'::regclass"
          + " and mode = 'RowExclusiveLock'";

  private final TestTarget target = new TestTarget();
  private final TestTopics topics = new TestTopics(2);
  private final String role = "role_" + target.name();
  private final PrintStream realErr = System.err;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private int port;
  private CompletableFuture<Integer> consumer;
  private Thread thread;

  /** A consumer with a role of its own that has applied one change. */
  @BeforeEach
  void start() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    target.executeAsSuperuser(
        "create role %s login password 'first'; grant all on all tables in schema public to %s"
            .formatted(role, role));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    consumer = run();
    topics.write(1, Action.INSERT, 1, row("Rome"));
    await("first change")
        .atMost(LIMIT)
        .until(() -> topics.readers().uncommitted() == 0 || consumer.isDone());
    assertThat(target.employees()).hasSize(1);
  }

  @AfterEach
  void end() {
    System.setErr(realErr);
    thread.interrupt();
    topics.close();
    target.close();
  }

  @Test
  void a_password_that_was_changed_ends_it_with_4_and_keeps_the_offsets() throws Exception {
    target.executeAsSuperuser("alter role " + role + " password 'second'");
    endSessions();

    meetsTheError(4, "28P01", "--target-password-file");
    target.executeAsSuperuser("alter role " + role + " password 'first'");
    goesOnWhereItWas();
  }

  @Test
  void a_privilege_that_was_taken_away_ends_it_with_4_and_keeps_the_offsets() throws Exception {
    target.execute("revoke insert on employees from " + role);

    meetsTheError(4, "42501", "--target-user");
    target.execute("grant insert on employees to " + role);
    goesOnWhereItWas();
  }

  @Test
  void a_table_that_is_gone_ends_it_with_3_and_keeps_the_offsets() throws Exception {
    target.execute("alter table employees rename to moved");

    meetsTheError(3, "42P01", "--target-url", "cdc setup");
    target.execute("alter table moved rename to employees");
    goesOnWhereItWas();
  }

  /** As a table that is gone. */
  @Tag("nightly")
  @Test
  void a_column_that_is_gone_ends_it_with_3_and_keeps_the_offsets() throws Exception {
    target.execute("alter table employees rename column city to town");

    meetsTheError(3, "42703", "--target-url", "cdc setup");
    target.execute("alter table employees rename column town to city");
    goesOnWhereItWas();
  }

  @Test
  void a_database_that_is_gone_ends_it_with_3_and_keeps_the_offsets() throws Exception {
    target.close();
    try (var connection = TestStack.shared().target().connect("postgres");
        var statement = connection.createStatement()) {
      statement.execute("drop database " + target.name() + " with (force)");
    }

    meetsTheError(3, "3D000", "--target-url");
  }

  @Test
  void a_constraint_that_refuses_everything_ends_it_with_7_and_empties_no_topic() throws Exception {
    target.execute("alter table employees add constraint no_bern check (city <> 'Bern')");

    topics.sendTogether(
        IntStream.rangeClosed(2, 121)
            .mapToObj(
                i ->
                    topics.at(
                        0,
                        TestTopics.key(i),
                        topics.value(i, Action.INSERT, i, row(i % 2 == 0 ? "Bern" : "Oslo")),
                        null))
            .toList());
    assertEndsWith(
        7,
        "60 of 120 records",
        "SQLSTATE 23514",
        "no_bern",
        "--max-dead-letter-rate",
        "offsets kept");
    assertThat(topics.readers().uncommitted()).isPositive();
    assertThat(topics.deadLetters()).isEmpty();
    target.execute("alter table employees drop constraint no_bern");
    consumer = run();
    await("all applied").atMost(LIMIT).until(() -> target.employees().size() == 121);
    stop();
  }

  @Tag("nightly")
  @Test
  void a_dead_letter_topic_that_is_gone_ends_it_with_3_and_keeps_the_offsets() throws Exception {
    topics.deleteDeadLetterTopic();
    topics.send(0, TestTopics.key(2), new byte[] {1, 2, 3}, null);

    assertEndsWith(3, "--dlq-topic", topics.deadLetterTopic());
    assertThat(topics.readers().uncommitted()).isEqualTo(1);
    topics.createDeadLetterTopic();
    consumer = run();
    await("the dead letter").atMost(LIMIT).until(() -> topics.readers().uncommitted() == 0);
    assertThat(topics.deadLetters()).hasSize(1);
    stop();
  }

  @Test
  void it_is_not_ready_at_once_although_a_batch_of_another_thread_is_at_work() throws Exception {
    await().atMost(LIMIT).until(() -> topics.readers().hasSettled(2));
    target.execute(HELD);
    target.execute("grant select on release to " + role);
    topics.write(3, Action.INSERT, 3, row("Kiel"));
    await().atMost(LIMIT).until(() -> !target.column(HELD_UP).isEmpty());
    target.execute("revoke insert on employees from " + role);
    topics.write(2, Action.INSERT, 2, row("Bern"));

    await().atMost(LIMIT).until(() -> readiness().contains("42501"));
    assertThat(readiness()).startsWith("503 not ready: the target database");
    assertThat(consumer).isNotDone();
    target.execute("insert into release values (true)");
    assertEndsWith(4, "42501");
  }

  private String readiness() throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body().strip();
  }

  private void meetsTheError(int exitCode, String... says) throws Exception {
    topics.write(2, Action.INSERT, 2, row("Bern"));
    assertEndsWith(exitCode, says);
    assertThat(topics.readers().uncommitted()).isEqualTo(1);
    assertThat(topics.deadLetters()).isEmpty();
  }

  private void assertEndsWith(int exitCode, String... says) throws Exception {
    assertThat(consumer.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(exitCode);
    assertThat(err.toString(StandardCharsets.UTF_8).lines().filter(l -> l.startsWith("consumer:")))
        .singleElement()
        .asString()
        .contains(says)
        .doesNotContain("Bern", "first", "second");
  }

  private void goesOnWhereItWas() throws Exception {
    consumer = run();
    await("second change").atMost(LIMIT).until(() -> target.employees().size() == 2);
    stop();
  }

  private CompletableFuture<Integer> run() {
    Map<String, String> environment = new HashMap<>();
    environment.put("CDC_TARGET_URL", target.settings().url());
    environment.put("CDC_TARGET_USER", role);
    environment.put("CDC_TARGET_PASSWORD", "first");
    environment.put("CDC_BOOTSTRAP_SERVERS", topics.kafka().bootstrapServers());
    environment.put("CDC_SCHEMA_REGISTRY_URL", TestTopics.registryUrl());
    environment.put("CDC_TOPIC", topics.topic());
    environment.put("CDC_DLQ_TOPIC", topics.deadLetterTopic());
    environment.put("CDC_GROUP", topics.group());
    environment.put("CDC_MANAGEMENT_PORT", String.valueOf(port));
    CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    thread =
        new Thread(() -> exitCode.complete(Commands.execute(new ConsumerCommand(), environment)));
    thread.start();
    return exitCode;
  }

  private void stop() throws Exception {
    thread.interrupt();
    assertThat(consumer.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isZero();
  }

  private void endSessions() throws SQLException {
    target.executeAsSuperuser(
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = '" + role + "'");
  }
}
