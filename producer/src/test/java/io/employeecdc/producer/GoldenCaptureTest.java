package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.PGConnection;

/**
 * SQL in, events out: {@code golden/NAME.sql} is run, and {@code NAME.events} is what then comes
 * from the topic, in the order of the changes. A file whose first line is {@code -- by employee}
 * promises the order of each employee's changes only, so its events are sorted by employee.
 */
@Tag("servers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoldenCaptureTest {
  private static final String BY_EMPLOYEE = "-- by employee";

  private Pipe pipe;
  private RunningProducer producer;

  @BeforeAll
  void start() throws Exception {
    pipe = Pipe.create("golden");
    pipe.source()
        .asSuperuser(
            "create role clerk",
            "grant clerk to cdc",
            "grant all on employees to clerk",
            "grant set on parameter session_replication_role to cdc");
    producer = pipe.produce();
  }

  @AfterAll
  void stop() throws Exception {
    producer.close();
  }

  @TestFactory
  List<DynamicTest> captures() throws IOException, URISyntaxException {
    Path folder = Path.of(Objects.requireNonNull(getClass().getResource("/golden")).toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".sql"))
          .sorted()
          .map(file -> DynamicTest.dynamicTest(name(file), () -> capture(file)))
          .toList();
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".sql", "");
  }

  private void capture(Path file) throws Exception {
    pipe.source().execute("truncate employees");
    long before =
        Long.parseLong(
            pipe.source().query("select coalesce(max(action_id), 0) from emp_cdc").get(0));
    String sql = Files.readString(file);

    run(sql);

    Comparator<Change> order =
        sql.startsWith(BY_EMPLOYEE)
            ? Comparator.comparing(Change::employeeId).thenComparing(Change::actionId)
            : Comparator.comparing(Change::actionId);
    String events =
        pipe.untilCaughtUp().stream()
            .filter(change -> change.actionId() > before)
            .sorted(order)
            .map(change -> change.text() + "\n")
            .collect(Collectors.joining());
    assertThat(events).isEqualTo(Files.readString(file.resolveSibling(name(file) + ".events")));
  }

  /** Statements are separated by blank lines; the lines after a COPY are its data. */
  private void run(String sql) throws SQLException, IOException {
    try (Connection connection = pipe.source().connect();
        Statement statement = connection.createStatement()) {
      for (String block : sql.split("\n\n", -1)) {
        if (block.startsWith("copy")) {
          String[] parts = block.split("\n", 2);
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn(parts[0], new StringReader(parts[1]));
        } else {
          statement.execute(block);
        }
      }
    }
  }
}
