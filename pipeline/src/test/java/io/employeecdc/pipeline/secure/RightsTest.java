package io.employeecdc.pipeline.secure;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.Postgres;
import io.employeecdc.localstack.StackUser;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tables in docs/security.md: of Kafka every cell tried, of the databases all that is there.
 */
class RightsTest {
  private static final Path PAGE = Path.of("..", "docs", "security.md");
  private static KafkaProbe kafka;

  @BeforeAll
  static void open() throws Exception {
    kafka = KafkaProbe.open();
    for (Postgres server : List.of(Secured.stack().source(), Secured.stack().target())) {
      try (Connection connection = server.connect(server.name());
          Statement statement = connection.createStatement()) {
        statement.execute("create role nobody login");
      }
    }
  }

  @AfterAll
  static void close() {
    kafka.close();
  }

  static Stream<RightsTable.Cell> atKafka() throws Exception {
    return RightsTable.read(PAGE, "## Kafka").stream();
  }

  @ParameterizedTest
  @MethodSource("atKafka")
  void a_user_may_do_at_kafka_what_the_page_says_and_nothing_else(RightsTable.Cell cell)
      throws Exception {
    assertThat(kafka.rights(user(cell), cell.kind(), cell.name()))
        .containsExactlyInAnyOrderElementsOf(cell.rights());
  }

  /** By the server's own account, so also what nobody would think of trying. */
  @ParameterizedTest
  @CsvSource({
    "source, setup", "source, producer", "source, verify", "source, nobody",
    "target, setup", "target, consumer", "target, verify", "target, nobody"
  })
  void a_role_may_do_in_a_database_what_the_page_says_and_nothing_else(String side, String role)
      throws Exception {
    LocalStack stack = Secured.stack();
    Postgres server = side.equals("source") ? stack.source() : stack.target();
    Map<String, SortedSet<String>> told = new TreeMap<>();
    for (RightsTable.Cell cell : RightsTable.read(PAGE, "## Databases")) {
      if (cell.user().equals(role)
          && cell.kind().startsWith(side + " ")
          && !cell.rights().isEmpty()) {
        String thing = cell.kind().substring(side.length() + 1) + " " + cell.name();
        told.put(thing, new TreeSet<>(cell.rights()));
      }
    }

    assertThat(DatabaseInventory.of(server, role)).isEqualTo(told);
  }

  private static StackUser user(RightsTable.Cell cell) {
    return StackUser.valueOf(cell.user().toUpperCase(Locale.ROOT));
  }
}
