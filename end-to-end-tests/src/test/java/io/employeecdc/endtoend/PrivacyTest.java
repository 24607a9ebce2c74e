package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Column;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.process.Service;
import io.employeecdc.operations.verify.CommandRun;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * After a run in which as much as possible failed, everything that anybody may read is searched for
 * every name, city and salary, and for the passwords.
 */
@AnyPlace
class PrivacyTest {
  private static final CapturedTable TABLE = Contract.standard().table();
  private static final int EMPLOYEES = 200;
  private static final int WRONG_OPTION = 2;
  private static final int REFUSED = 4;
  private static final String WRONG_PASSWORD = "Kennwort-von-gestern";

  private static final List<String> RULES =
      List.of(
          "alter table employees alter last_name type varchar(40)",
          "alter table employees alter salary set not null",
          "alter table employees add constraint city_rule check (city not like '%bad')",
          "create unique index first_name_rule on employees (first_name)");

  private final Map<String, String> said = new TreeMap<>();

  @Test
  void no_log_metric_header_report_or_error_text_holds_a_value_of_a_row_or_a_password()
      throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.create("privacy")) {
      for (String rule : RULES) {
        pipeline.target(rule);
      }
      Poison.send(pipeline.channel());
      Service producer = pipeline.producer(Map.of());
      Service consumer = pipeline.consumer(Map.of("CDC_PARK_FOR", "1s"));
      List.of(producer, consumer).parallelStream().forEach(Service::start);
      pipeline.source(rows(1, EMPLOYEES / 2));
      restartDatabases(pipeline);
      pipeline.source(rows(EMPLOYEES / 2 + 1, EMPLOYEES));
      pipeline.awaitNewest();
      pipeline.awaitNoLag();
      // What another row could cure is a dead letter only when none can come any more.
      pipeline
          .waiting("nothing is parked")
          .until(() -> pipeline.askTarget("select count(*) from parked_changes").equals("0"));

      headers(pipeline);
      served(producer);
      served(consumer);
      commands(pipeline);
      refusals(pipeline);
      refusedByHand(pipeline);
      systemicError(pipeline, consumer);
      say("log of the producer", producer.printed());
      say("log of the consumer", consumer.printed());
      // The servers' too: where they are an operator's, the operator sees to it.
      pipeline.serverLogs().forEach((server, log) -> say("log of " + server, log));
      assertThat(said).hasSizeGreaterThan(30);
      String[] secrets = secrets(pipeline);
      said.forEach(
          (where, text) -> assertThat(text).as(where).isNotBlank().doesNotContain(secrets));
    }
  }

  /** Every tenth breaks one of the target's rules, each rule in turn. */
  private static String rows(int first, int last) {
    return "insert into employees select g, %s from generate_series(%d, %d) g"
        .formatted(
            TABLE.columns().stream().map(PrivacyTest::inSql).collect(Collectors.joining(", ")),
            first,
            last);
  }

  private static String inSql(Column column) {
    String good = secret(column, "' || g || '");
    return switch (column.name()) {
      case "first_name" -> "case when g % 50 = 10 then 'first_name-1x' else " + good + " end";
      case "last_name" ->
          "case when g % 50 = 20 then rpad(" + good + ", 60, 'x') else " + good + " end";
      case "city" -> good + " || case when g % 50 = 30 then 'bad' else '' end";
      case "salary" -> "case when g % 50 = 40 then null else " + good + " end";
      default -> good;
    };
  }

  /** The value that a column has in a row, as a literal of SQL. */
  private static String secret(Column column, String number) {
    return switch (column.declaredType().replaceFirst("\\(.*", "")) {
      case "varchar", "text" -> "'%s-%sx'".formatted(column.name(), number);
      case "integer" -> "('1234' || lpad('%s', 6, '0'))::integer".formatted(number);
      case "date" -> "date '1900-01-01' + ('%s')::integer".formatted(number);
      default -> throw new AssertionError("no secrets of the type of " + column);
    };
  }

  private static void restartDatabases(PipelineUnderTest pipeline) {
    List<Service> databases = List.of(pipeline.sourceServer(), pipeline.targetServer());
    databases.parallelStream().forEach(Service::kill);
    databases.parallelStream().forEach(Service::start);
  }

  private void headers(PipelineUnderTest pipeline) {
    List<ConsumerRecord<byte[], byte[]>> letters = TopicContent.deadLetters(pipeline.channel());
    assertThat(letters).hasSizeGreaterThanOrEqualTo(4 + EMPLOYEES / 10 - EMPLOYEES / 50);
    for (ConsumerRecord<byte[], byte[]> letter : letters) {
      for (Header header : letter.headers()) {
        say("header", header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8));
      }
    }
  }

  private void served(Service service) throws IOException, InterruptedException {
    for (String path : List.of("/metrics", "/health/ready", "/health/started", "/health/live")) {
      URI uri = URI.create("http://127.0.0.1:" + service.port() + path);
      say(
          service.name() + path,
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
              .body());
    }
  }

  private void commands(PipelineUnderTest pipeline) throws Exception {
    run(pipeline, "verify");
    run(pipeline, "verify", "--json", "-");
    run(pipeline, "dlq", "list");
    run(pipeline, "dlq", "list", "--all", "--json", "-");
    for (int offset = 0; offset < 10; offset++) {
      run(pipeline, "dlq", "show", "0:" + offset);
    }
    run(pipeline, "dlq", "replay", "--dry-run");
    run(pipeline, "dlq", "replay", "--yes");
    run(pipeline, "dlq", "replay", "--yes", "--json", "-");
  }

  /** Each with a password that is not the right one, for both sides. */
  private void refusals(PipelineUnderTest pipeline) throws Exception {
    Map<String, String> wrong = new TreeMap<>();
    wrong.put("CDC_SOURCE_PASSWORD", WRONG_PASSWORD);
    wrong.put("CDC_TARGET_PASSWORD", WRONG_PASSWORD);
    refused(pipeline, wrong, "setup");
    refused(pipeline, wrong, "verify");
    refused(pipeline.producer(wrong), REFUSED);
    refused(pipeline.consumer(wrong), REFUSED);
    wrong.put("CDC_SOURCE_URL", "jdbc:postgresql://me:" + WRONG_PASSWORD + "@h/db");
    wrong.put("CDC_TARGET_URL", "jdbc:postgresql://h/db?password=" + WRONG_PASSWORD);
    refused(pipeline.producer(wrong), WRONG_OPTION);
    refused(pipeline.consumer(wrong), WRONG_OPTION);
  }

  private void refused(Service service, int exitCode) {
    assertThat(PipelineUnderTest.exitCodeOf(service)).as(service.name()).isEqualTo(exitCode);
    say("log of " + service.name(), service.printed());
  }

  private void refused(PipelineUnderTest pipeline, Map<String, String> settings, String command)
      throws Exception {
    CommandRun run = pipeline.cdc(settings, command);
    assertThat(run.exitCode()).as(command).isEqualTo(REFUSED);
    say(command, run.out() + run.err());
  }

  /** As an application may write rows: with the values in the text, as a copy, as parameters. */
  private static void refusedByHand(PipelineUnderTest pipeline) throws SQLException {
    try (Connection source = pipeline.connectSource();
        Connection target = pipeline.connectTarget()) {
      for (Connection database : List.of(source, target)) {
        String row = "insert into employees values (1, 'first_name-1x', 'last_name-1x')";
        refused(database, row);
        refused(database, "do $$ begin execute $i$%s$i$; end $$".formatted(row));
        try (Statement settings = database.createStatement()) {
          settings.execute("set log_parameter_max_length_on_error = -1");
        }
        try (PreparedStatement insert =
            database.prepareStatement("insert into employees values (1, ?, ?)")) {
          insert.setString(1, "first_name-1x");
          insert.setString(2, "last_name-1x");
          refused(insert::execute);
        }
      }
      CopyManager copy = target.unwrap(PGConnection.class).getCopyAPI();
      String line = "1001,first_name-1x,last_name-1x" + "x".repeat(60) + "\n";
      String into = "copy employees (emp_id, first_name, last_name) from stdin (format csv)";
      assertThatThrownBy(() -> copy.copyIn(into, new StringReader(line)))
          .hasMessageContaining("too long");
    }
  }

  private static void refused(Connection database, String sql) throws SQLException {
    try (Statement statement = database.createStatement()) {
      refused(() -> statement.execute(sql));
    }
  }

  /** By a rule of the table, the first that it meets. */
  private static void refused(ThrowingCallable statement) {
    assertThatThrownBy(statement)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).startsWith("23"));
  }

  /** The table goes while changes come. */
  private static void systemicError(PipelineUnderTest pipeline, Service consumer) throws Exception {
    pipeline.target("alter table employees rename to employees_gone");
    pipeline.source("update employees set salary = 1234000000 + emp_id where emp_id % 50 = 40");
    pipeline.waiting("the consumer gives up").until(() -> !consumer.alive());
  }

  private void run(PipelineUnderTest pipeline, String... arguments) throws Exception {
    CommandRun run = pipeline.cdc(arguments);
    say(String.join(" ", arguments), run.out() + run.err());
  }

  private void say(String where, String text) {
    said.put("%s (%d)".formatted(where, said.size()), text);
  }

  private static String[] secrets(PipelineUnderTest pipeline) {
    Stream<String> values =
        TABLE.columns().stream()
            .filter(column -> !column.declaredType().equals("date"))
            .flatMap(column -> IntStream.rangeClosed(1, EMPLOYEES).mapToObj(g -> seen(column, g)));
    return Stream.of(
            values,
            Stream.of(Poison.MARKERS),
            pipeline.passwords().stream(),
            Stream.of(WRONG_PASSWORD))
        .flatMap(stream -> stream)
        .toArray(String[]::new);
  }

  /** What can be recognised of it: a date is anywhere. */
  private static String seen(Column column, int number) {
    return column.declaredType().equals("integer")
        ? "1234%06d".formatted(number)
        : "%s-%dx".formatted(column.name(), number);
  }
}
