package io.employeecdc.pipeline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.ConsumerCommand;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.Server;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.pipeline.deadletters.DlqCommand;
import io.employeecdc.pipeline.setup.SetupCommand;
import io.employeecdc.pipeline.verify.CommandRun;
import io.employeecdc.pipeline.verify.VerifyCommand;
import io.employeecdc.producer.ProducerCommand;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

/**
 * After a run in which as much as possible failed, everything that anybody may read is searched for
 * every name, city and salary, and for the passwords.
 */
class PrivacyTest {
  private static final int EMPLOYEES = 200;
  private static final String WRONG_PASSWORD = "Kennwort-von-gestern";

  /** Every tenth breaks one of the target's rules, each rule in turn. */
  private static final String ROWS =
      """
      insert into employees
      select g,
             case when g %% 50 = 10 then 'Vorname1x' else 'Vorname' || g || 'x' end,
             'Nachname' || g || repeat('x', case when g %% 50 = 20 then 60 else 1 end),
             date '1900-01-01' + g,
             'Ortschaft' || g || case when g %% 50 = 30 then 'bad' else 'x' end,
             case when g %% 50 = 40 then null else 1234000000 + g end
      from generate_series(%d, %d) g
      """;

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
    try (TestPipeline pipeline = TestPipeline.create("privacy")) {
      for (String rule : RULES) {
        pipeline.target(rule);
      }
      Poison.send(pipeline.channel());
      JavaService producer = pipeline.producer(Map.of());
      JavaService consumer = pipeline.consumer(Map.of());
      List.of(producer, consumer).parallelStream().forEach(Server::start);
      pipeline.source(ROWS.formatted(1, EMPLOYEES / 2));
      restartDatabases(pipeline);
      pipeline.source(ROWS.formatted(EMPLOYEES / 2 + 1, EMPLOYEES));
      pipeline.awaitNewest();
      pipeline.awaitNoLag();

      headers(pipeline);
      served(producer);
      served(consumer);
      commands(pipeline);
      refusals(pipeline);
      systemicError(pipeline, consumer);
      logs(pipeline, List.of(producer, consumer));
    }
    assertThat(said).hasSizeGreaterThan(30);
    said.forEach(
        (where, text) -> assertThat(text).as(where).isNotBlank().doesNotContain(secrets()));
  }

  private static void restartDatabases(TestPipeline pipeline) {
    LocalStack stack = pipeline.local().stack();
    Stream.of(stack.source(), stack.target()).parallel().forEach(Server::kill);
    Stream.of(stack.source(), stack.target()).parallel().forEach(Server::start);
  }

  private void headers(TestPipeline pipeline) {
    List<ConsumerRecord<byte[], byte[]>> letters = TopicContent.deadLetters(pipeline.channel());
    assertThat(letters).hasSizeGreaterThanOrEqualTo(4 + EMPLOYEES / 10 - EMPLOYEES / 50);
    for (ConsumerRecord<byte[], byte[]> letter : letters) {
      for (Header header : letter.headers()) {
        say("header", header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8));
      }
    }
  }

  private void served(JavaService service) throws IOException, InterruptedException {
    for (String path : List.of("/metrics", "/health/ready", "/health/started", "/health/live")) {
      URI uri = URI.create("http://127.0.0.1:" + service.port() + path);
      say(
          service.name() + path,
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
              .body());
    }
  }

  private void commands(TestPipeline pipeline) {
    Map<String, String> environment = pipeline.environment();
    run("verify", new VerifyCommand(), environment);
    run("verify", new VerifyCommand(), environment, "--json", "-");
    dlq(environment, "list");
    dlq(environment, "list", "--all", "--json", "-");
    IntStream.range(0, 10).forEach(offset -> dlq(environment, "show", "0:" + offset));
    dlq(environment, "replay", "--dry-run");
    dlq(environment, "replay", "--yes");
    dlq(environment, "replay", "--yes", "--json", "-");
  }

  /** Each with a password that is not the right one, for both sides. */
  private void refusals(TestPipeline pipeline) {
    Map<String, String> environment = pipeline.environment();
    environment.put("CDC_SOURCE_PASSWORD", WRONG_PASSWORD);
    environment.put("CDC_TARGET_PASSWORD", WRONG_PASSWORD);
    run("setup", new SetupCommand(), environment);
    run("verify", new VerifyCommand(), environment);
    run("producer", new ProducerCommand(), environment);
    run("consumer", new ConsumerCommand(), environment);
    environment.put("CDC_SOURCE_URL", "jdbc:postgresql://me:" + WRONG_PASSWORD + "@h/db");
    environment.put("CDC_TARGET_URL", "jdbc:postgresql://h/db?password=" + WRONG_PASSWORD);
    run("producer", new ProducerCommand(), environment);
    run("consumer", new ConsumerCommand(), environment);
  }

  /** The table goes while changes come. */
  private static void systemicError(TestPipeline pipeline, JavaService consumer) throws Exception {
    pipeline.target("alter table employees rename to employees_gone");
    pipeline.source("update employees set salary = 1234000000 + emp_id where emp_id % 50 = 40");
    pipeline.waiting("the consumer gives up").until(() -> !consumer.alive());
  }

  /** The servers' too: where they are an operator's, the operator sees to it. */
  private void logs(TestPipeline pipeline, List<Server> services) throws IOException {
    List<Server> all = new ArrayList<>(services);
    all.addAll(pipeline.local().stack().servers());
    for (Server server : all) {
      say("log of " + server.name(), Files.readString(server.log()));
    }
  }

  private void dlq(Map<String, String> environment, String... arguments) {
    run("dlq", new DlqCommand(), environment, arguments);
  }

  private void run(
      String name, Object command, Map<String, String> environment, String... arguments) {
    CommandRun run = CommandRun.of(command, environment, arguments);
    say(name + " " + String.join(" ", arguments), run.out() + run.err());
  }

  private void say(String where, String text) {
    said.put("%s (%d)".formatted(where, said.size()), text);
  }

  private static String[] secrets() {
    Stream<String> values =
        IntStream.rangeClosed(1, EMPLOYEES)
            .boxed()
            .flatMap(
                g ->
                    Stream.of(
                        "Vorname" + g + "x",
                        "Nachname" + g + "x",
                        "Ortschaft" + g + "x",
                        "Ortschaft" + g + "bad",
                        String.valueOf(1_234_000_000 + g)));
    LocalStack stack = TestStack.shared();
    return Stream.of(
            values,
            Stream.of(Poison.MARKERS),
            Stream.of(WRONG_PASSWORD, stack.source().password(), stack.target().password()))
        .flatMap(stream -> stream)
        .toArray(String[]::new);
  }
}
