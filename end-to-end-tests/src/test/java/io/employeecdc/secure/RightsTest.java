package io.employeecdc.secure;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.Postgres;
import io.employeecdc.localstack.StackUser;
import io.employeecdc.runtime.database.Query;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The tables in docs/security.md: of Kafka every cell tried, of the databases all that is there.
 * What {@code monitor} may is what Compose gives it.
 */
@Tag("servers")
class RightsTest {
  private static final Path PAGE = Path.of("..", "docs", "security.md");
  private static final Path MONITOR = Path.of("..", "docker", "secure", "monitor.sql");
  private static final String PASSWORD = "of-monitor";
  private static KafkaProbe kafka;

  @BeforeAll
  static void open() throws Exception {
    kafka = KafkaProbe.open();
    for (String side : List.of("source", "target")) {
      asSuperuser(
          side,
          "create role nobody login; create role monitor login password '%s';".formatted(PASSWORD)
              + "grant connect on database %s to monitor;".formatted(side)
              + Files.readString(MONITOR));
    }
    asSuperuser(
        "source",
        "create role application login; grant connect on database source to application;"
            + " grant select, insert, update, delete on employees to application");
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
    "source, setup",
    "source, producer",
    "source, verify",
    "source, monitor",
    "source, application",
    "source, nobody",
    "target, setup",
    "target, consumer",
    "target, verify",
    "target, monitor",
    "target, nobody"
  })
  void a_role_may_do_in_a_database_what_the_page_says_and_nothing_else(String side, String role)
      throws Exception {
    Map<String, SortedSet<String>> told = new TreeMap<>();
    for (RightsTable.Cell cell : RightsTable.read(PAGE, "## Databases")) {
      if (cell.user().equals(role)
          && cell.kind().startsWith(side + " ")
          && !cell.rights().isEmpty()) {
        String thing = cell.kind().substring(side.length() + 1) + " " + cell.name();
        told.put(thing, new TreeSet<>(cell.rights()));
      }
    }

    assertThat(DatabaseInventory.of(server(side), role)).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource({
    "source, application monitor nobody postgres producer setup statistics verify",
    "target, consumer monitor nobody postgres setup statistics verify"
  })
  void there_are_no_other_roles(String side, String roles) throws Exception {
    assertThat(
            ask(
                side,
                "select string_agg(rolname, ' ' order by rolname) from pg_roles"
                    + " where rolname !~ '^pg_'"))
        .isEqualTo(roles);
  }

  /** Whatever else runs with its owner's rights, or with objects that its caller chooses. */
  @ParameterizedTest
  @CsvSource({
    "source, cdc_capture_delete cdc_capture_insert cdc_capture_truncate cdc_capture_update"
        + " cdc_truncated sessions",
    "target, sessions"
  })
  void what_runs_with_its_owners_rights_is_ours_and_finds_nothing_of_its_callers(
      String side, String functions) throws Exception {
    assertThat(
            ask(
                side,
                "select string_agg(proname, ' ' order by proname) from pg_proc where prosecdef"
                    + " and pronamespace <> 'pg_catalog'::regnamespace"))
        .isEqualTo(functions);
    assertThat(
            ask(
                side,
                "select string_agg(proname, ' ') from pg_proc where prosecdef"
                    + " and pronamespace <> 'pg_catalog'::regnamespace and not coalesce("
                    + "proconfig @> array['search_path=pg_catalog, pg_temp'], false)"))
        .isNull();
  }

  /** A statement holds the values of rows. */
  @ParameterizedTest
  @ValueSource(strings = {"source", "target"})
  void monitor_sees_the_sessions_of_others_but_no_statement(String side) throws Exception {
    String value = "statement_with_a_value";
    try (Connection other = server(side).connect(side);
        Statement working = other.createStatement();
        Connection superuser = server(side).connect(side);
        Connection monitor =
            DriverManager.getConnection(server(side).jdbcUrl(side), "monitor", PASSWORD)) {
      working.execute("select '" + value + "'");
      String shown =
          "select string_agg(s::text, ' ') from %spg_stat_activity s where application_name <> ''";
      assertThat(text(monitor, shown.formatted(""))).contains("idle").doesNotContain(value);
      assertThat(text(monitor, shown.formatted("pg_catalog."))).doesNotContain(value);
      assertThat(text(superuser, shown.formatted(""))).contains(value);
    }
  }

  private static void asSuperuser(String side, String sql) throws Exception {
    try (Connection connection = server(side).connect(side);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ask(String side, String question) throws Exception {
    try (Connection connection = server(side).connect(side)) {
      return text(connection, question);
    }
  }

  private static String text(Connection connection, String question) throws Exception {
    return Query.one(connection, question, row -> row.getString(1));
  }

  private static Postgres server(String side) {
    LocalStack stack = Secured.stack();
    return side.equals("source") ? stack.source() : stack.target();
  }

  private static StackUser user(RightsTable.Cell cell) {
    return StackUser.valueOf(cell.user().toUpperCase(Locale.ROOT));
  }
}
