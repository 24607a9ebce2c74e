package io.employeecdc.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.localstack.process.Server;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("servers")
class SharedStackTest {
  private static final LocalStack STACK = TestStack.shared();

  static Stream<Postgres> databases() {
    return Stream.of(STACK.source(), STACK.target());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void a_database_answers_whoever_knows_the_password(Postgres database) throws Exception {
    assertThat(
            query(
                database.connect(database.name()),
                "SELECT current_database() || ' ' || current_setting('wal_level')"
                    + " || ' ' || current_setting('fsync')"))
        .isEqualTo(database.name() + " logical on");
    assertThat(
            query(
                database.connect("postgres"),
                "SELECT rolpassword LIKE 'SCRAM-SHA-256$%' FROM pg_authid WHERE rolname = 'cdc'"))
        .isEqualTo("t");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void a_database_refuses_a_wrong_password(Postgres database) {
    assertThatThrownBy(
            () -> DriverManager.getConnection(database.jdbcUrl(), database.user(), "wrong").close())
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
  }

  @Test
  void a_test_gets_an_empty_database_of_its_own() throws Exception {
    String url = STACK.target().createDatabase("Own-database");

    try (Connection connection =
        DriverManager.getConnection(url, STACK.target().user(), STACK.target().password())) {
      assertThat(query(connection, "SELECT current_database()")).isEqualTo("Own-database");
    }
  }

  @Test
  void a_broker_takes_a_transaction_and_gives_it_back() throws Exception {
    Records records = new Records(STACK.bootstrapServers(), "transactions").createTopic();

    records.sendInTransaction("one");

    assertThat(records.read(1)).containsExactly("one");
  }

  @Test
  void the_registry_answers_confluents_api() throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(STACK.registryUrl() + "/subjects")).build(),
                HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).startsWith("[");
  }

  @Test
  void the_environment_names_all_that_a_service_needs() {
    Map<String, String> environment = STACK.environment();

    assertThat(environment)
        .containsOnlyKeys(
            "CDC_SOURCE_URL",
            "CDC_SOURCE_USER",
            "CDC_SOURCE_PASSWORD",
            "CDC_TARGET_URL",
            "CDC_TARGET_USER",
            "CDC_TARGET_PASSWORD",
            "CDC_BOOTSTRAP_SERVERS",
            "CDC_SCHEMA_REGISTRY_URL",
            "CDC_CREATE_TABLES")
        .containsEntry(
            "CDC_TARGET_URL", "jdbc:postgresql://127.0.0.1:" + STACK.target().port() + "/target");
  }

  @Test
  void no_command_line_and_no_log_tells_the_password() throws Exception {
    String password = STACK.source().password();

    for (Server server : STACK.servers()) {
      assertThat(ProcessHandle.of(server.pid()).orElseThrow().info().commandLine().orElse(""))
          .isNotEmpty()
          .doesNotContain(password);
      assertThat(Files.readString(server.log())).doesNotContain(password);
    }
  }

  private static String query(Connection connection, String sql) throws SQLException {
    try (connection;
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }
}
