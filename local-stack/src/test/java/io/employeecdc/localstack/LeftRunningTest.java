package io.employeecdc.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.employeecdc.localstack.process.Server;
import io.employeecdc.localstack.process.StackException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stack that another JVM started and left running, in a directory with a space in its name. */
@Tag("servers")
class LeftRunningTest {
  @TempDir private static Path temporary;
  private static Path directory;
  private static LocalStack stack;

  @BeforeAll
  static void another_jvm_starts_it_and_ends() throws Exception {
    directory = temporary.resolve("a stack");
    assertThat(UpMain.start(directory).waitFor()).isZero();
    stack = LocalStack.find(directory).orElseThrow();
  }

  @AfterAll
  static void down() {
    stack.down();
  }

  @Test
  void survives_its_parent() {
    assertThat(stack.servers()).hasSize(4).allMatch(Server::answers);
  }

  @Test
  void is_joined_by_a_second_up() {
    List<Long> before = pids(stack);

    LocalStack joined = LocalStack.up(new StackSettings(directory, 1, 0));

    assertThat(pids(joined)).isEqualTo(before);
    assertThat(joined.environment()).isEqualTo(stack.environment());
  }

  @Test
  void refuses_to_be_another_stack() {
    assertThatThrownBy(() -> LocalStack.up(new StackSettings(directory, 3, 0)))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("has 1 broker(s), not 3");
  }

  @Test
  void a_second_up_starts_killed_servers_again_with_their_data() throws Exception {
    Records records = new Records(stack.bootstrapServers(), "kept").createTopic();
    records.sendInTransaction("kept");
    register();
    execute("CREATE TABLE kept AS SELECT 1 AS n");
    List<Long> before = pids(stack);

    stack.servers().forEach(Server::kill);
    assertThat(stack.servers()).noneMatch(Server::alive);
    LocalStack again = LocalStack.up(new StackSettings(directory, 1, 0));

    assertThat(pids(again)).doesNotContainAnyElementsOf(before);
    assertThat(again.environment()).isEqualTo(stack.environment());
    execute("SELECT n FROM kept");
    assertThat(records.read(1)).containsExactly("kept");
    assertThat(get("/subjects")).contains("kept-value");
  }

  @Test
  void a_paused_server_is_alive_and_does_not_answer() {
    stack.servers().forEach(Server::pause);

    assertThat(stack.servers()).allMatch(Server::alive);
    assertThat(stack.servers().parallelStream().filter(Server::answers).toList()).isEmpty();

    stack.servers().forEach(Server::resume);
    await().until(() -> stack.servers().stream().allMatch(Server::answers));
  }

  @Test
  void says_why_a_server_does_not_start() throws Exception {
    Postgres target = stack.target();
    target.stop();
    Path configuration = target.home().resolve("data").resolve("postgresql.conf");
    String before = Files.readString(configuration);
    Files.writeString(configuration, "nonsense = 1\n", StandardOpenOption.APPEND);

    assertThatThrownBy(target::start)
        .isInstanceOf(StackException.class)
        .hasMessageStartingWith("target ended while it was starting; " + target.log())
        .hasMessageContaining("unrecognized configuration parameter \"nonsense\"");

    Files.writeString(configuration, before);
    target.start();
    assertThat(target.answers()).isTrue();
  }

  private static List<Long> pids(LocalStack stack) {
    return stack.servers().stream().map(Server::pid).toList();
  }

  private static void execute(String sql) throws Exception {
    try (Connection connection = stack.source().connect("source");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void register() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(stack.registryUrl() + "/subjects/kept-value/versions"))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"schema\": \"\\\"string\\\"\"}"))
            .build();
    assertThat(send(request)).contains("id");
  }

  private static String get(String path) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(stack.registryUrl() + path)).build());
  }

  private static String send(HttpRequest request) throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
