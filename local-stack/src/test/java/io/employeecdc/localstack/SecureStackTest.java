package io.employeecdc.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.localstack.process.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

@Tag("servers")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecureStackTest {
  @TempDir private static Path temporary;
  private static LocalStack stack;

  @BeforeAll
  static void start() {
    stack = LocalStack.up(new StackSettings(temporary.resolve("it's a stack"), 1, 0, true, false));
  }

  @AfterAll
  static void end() {
    stack.down();
    assertThat(stack.directory()).doesNotExist();
  }

  @Test
  void a_database_speaks_only_encrypted() throws Exception {
    String plain = stack.source().jdbcUrl().replaceAll("\\?.*", "?sslmode=disable");

    assertThatThrownBy(() -> connect(plain, StackUser.PRODUCER).close())
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28000"));
    try (Connection connection = connect(stack.source().jdbcUrl(), StackUser.PRODUCER);
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery("select ssl from pg_stat_ssl where pid = pg_backend_pid()")) {
      found.next();
      assertThat(found.getBoolean(1)).isTrue();
    }
  }

  @Test
  void a_guest_of_a_database_creates_nothing() throws Exception {
    try (Connection connection = connect(stack.source().jdbcUrl(), StackUser.PRODUCER);
        Statement statement = connection.createStatement()) {
      for (String command :
          List.of("create table x()", "create schema x", "create temporary table x()")) {
        assertThatThrownBy(() -> statement.execute(command))
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
      }
    }
  }

  @Test
  void a_broker_knows_its_users() throws Exception {
    for (StackUser user : StackUser.values()) {
      try (Admin admin = admin(user)) {
        assertThat(admin.describeCluster().nodes().get()).hasSize(1);
      }
    }
  }

  @Test
  void whoever_was_allowed_nothing_sees_nothing() throws Exception {
    try (Admin admin = admin(StackUser.ADMIN)) {
      admin.createTopics(List.of(new NewTopic("hidden", 1, (short) 1))).all().get();
    }

    try (Admin admin = admin(StackUser.PRODUCER)) {
      assertThat(admin.listTopics().names().get()).isEmpty();
    }
  }

  @Test
  void only_its_owner_reads_what_is_secret() throws Exception {
    Path security = stack.directory().resolve("security");

    assertThat(mode(security)).isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(security)) {
      assertThat(files.filter(file -> !file.toString().endsWith(".crt")))
          .isNotEmpty()
          .allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
    }
  }

  @Test
  void no_command_line_log_or_environment_tells_a_password() throws Exception {
    for (StackUser user : StackUser.values()) {
      String password = stack.access().password(stack.source(), user);
      for (Server server : stack.servers()) {
        assertThat(ProcessHandle.of(server.pid()).orElseThrow().info().commandLine().orElse(""))
            .doesNotContain(password);
        assertThat(Files.readString(server.log())).doesNotContain(password, "storedKey");
      }
      assertThat(stack.access().environment(user).toString()).doesNotContain(password);
    }
  }

  /** The last, as it ends what the others need. */
  @Tag("nightly")
  @Test
  @Order(Integer.MAX_VALUE)
  void servers_come_back_with_the_same_certificates() {
    Map<String, String> before = stack.environment();
    stack.servers().forEach(Server::kill);

    LocalStack again = LocalStack.up(new StackSettings(stack.directory(), 1, 0, true, false));

    assertThat(again.environment()).isEqualTo(before);
    assertThatThrownBy(() -> LocalStack.up(new StackSettings(stack.directory(), 1, 0)))
        .hasMessageContaining("is secure: end it first");
  }

  private static Connection connect(String url, StackUser user) throws SQLException {
    return DriverManager.getConnection(
        url,
        stack.access().role(stack.source(), user),
        stack.access().password(stack.source(), user));
  }

  private static Admin admin(StackUser user) {
    Map<String, Object> settings = new HashMap<>(stack.access().kafka(user));
    settings.put("bootstrap.servers", stack.bootstrapServers());
    return Admin.create(settings);
  }

  private static String mode(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
