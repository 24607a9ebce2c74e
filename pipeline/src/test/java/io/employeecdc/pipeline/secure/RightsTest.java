package io.employeecdc.pipeline.secure;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.StackUser;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cell of the tables in docs/security.md, tried. */
class RightsTest {
  private static final Path PAGE = Path.of("..", "docs", "security.md");
  private static KafkaProbe kafka;
  private static DatabaseProbe databases;

  @BeforeAll
  static void open() throws Exception {
    kafka = KafkaProbe.open();
    databases = new DatabaseProbe();
  }

  @AfterAll
  static void close() {
    kafka.close();
  }

  static Stream<RightsTable.Cell> atKafka() throws Exception {
    return RightsTable.read(PAGE, "## Kafka").stream();
  }

  static Stream<RightsTable.Cell> inDatabases() throws Exception {
    return RightsTable.read(PAGE, "## Databases").stream();
  }

  @ParameterizedTest
  @MethodSource("atKafka")
  void a_user_may_do_at_kafka_what_the_page_says_and_nothing_else(RightsTable.Cell cell)
      throws Exception {
    assertThat(kafka.rights(user(cell), cell.kind(), cell.name()))
        .containsExactlyInAnyOrderElementsOf(cell.rights());
  }

  @ParameterizedTest
  @MethodSource("inDatabases")
  void a_role_may_do_in_a_database_what_the_page_says_and_nothing_else(RightsTable.Cell cell)
      throws Exception {
    List<String> rights = databases.rights(user(cell), cell.kind(), cell.name());

    assertThat(rights).containsExactlyInAnyOrderElementsOf(cell.rights());
  }

  private static StackUser user(RightsTable.Cell cell) {
    return StackUser.valueOf(cell.user().toUpperCase(Locale.ROOT));
  }
}
