package io.employeecdc.pipeline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.pipeline.run.Flow;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What an application may do in the source, and that it reaches the target wherever both run, also
 * beside records that nobody can read and where services and the target come and go.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SourceSqlContract {
  static final String COLUMNS = "(emp_id, first_name, last_name, dob, city, salary)";
  private static final String ROWS =
      "select g, 'Ada', 'O''Brien ' || g, date '1970-01-01' + g, 'Kraków', 50000 + g from"
          + " generate_series(1, 50) g";
  private static final String IDS = "select count(*) || '/' || coalesce(sum(action_id), 0) from ";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private RunningPipeline pipeline;

  /** Those that a killed consumer has left to the one after it. */
  private long duplicates;

  /** Those that an earlier test has made. */
  private long deadLetters;

  /** Sets up a pipeline of the test's own and starts it. */
  abstract RunningPipeline startPipeline() throws Exception;

  @BeforeAll
  void start() throws Exception {
    pipeline = startPipeline();
  }

  @AfterAll
  void end() {
    if (pipeline != null) {
      pipeline.close();
    }
  }

  @BeforeEach
  void fill() throws Exception {
    duplicates = pipeline.flow().duplicates();
    deadLetters = pipeline.flow().deadLettered();
    source("truncate employees");
    source("insert into employees " + COLUMNS + " " + ROWS);
    assertRowsInTarget(50);
  }

  @Test
  void an_insert_with_nulls_and_odd_values_reaches_the_target() throws Exception {
    source("insert into employees (emp_id) values (0), (-2147483648), (2147483647)");
    source(
        "insert into employees "
            + COLUMNS
            + " values (60, '', E'tab\\tand\\nline', '0001-01-01', repeat('ß', 100), -1)");

    assertRowsInTarget(54);
  }

  @Test
  void an_update_of_many_rows_reaches_the_target() throws Exception {
    source("update employees set salary = salary + 1, city = null where emp_id <= 40");

    assertRowsInTarget(50);
    assertThat(askTarget("select count(*) from employees where city is null")).isEqualTo("40");
  }

  @Test
  void a_deleted_employee_is_deleted_and_may_come_back() throws Exception {
    source("delete from employees where emp_id > 10");
    assertRowsInTarget(10);

    source("insert into employees (emp_id, first_name) values (11, 'Grace')");
    assertRowsInTarget(11);
  }

  @Test
  void truncate_empties_the_target() throws Exception {
    source("truncate employees");

    assertRowsInTarget(0);
  }

  @Test
  void a_changed_primary_key_moves_the_row() throws Exception {
    source("update employees set emp_id = emp_id + 1000 where emp_id <= 5");
    // The keys of all are taken by others in the same statement.
    source("alter table employees drop constraint employees_pkey");
    source("alter table employees add primary key (emp_id) deferrable");
    source("update employees set emp_id = emp_id + 1");

    assertRowsInTarget(50);
    assertThat(askTarget("select min(emp_id) || '-' || max(emp_id) from employees"))
        .isEqualTo("7-1006");
  }

  @Test
  void what_was_rolled_back_is_never_published() throws Exception {
    long published = pipeline.flow().published();
    try (Connection source = pipeline.connectSource();
        Statement statement = source.createStatement()) {
      source.setAutoCommit(false);
      statement.execute("update employees set city = 'Nowhere'");
      statement.execute("delete from employees where emp_id < 25");
      source.rollback();
    }
    source("update employees set city = 'Osaka' where emp_id = 1");

    assertRowsInTarget(50);
    assertThat(pipeline.flow().published()).isEqualTo(published + 1);
  }

  @Test
  void what_a_killed_consumer_left_is_applied_by_the_next() throws Exception {
    long before = countProcessed();
    source(
        "insert into employees (emp_id, city) select g, 'Bergen' from generate_series(100, 20099) g");
    waiting("it has begun").until(() -> countProcessed() > before);
    pipeline.killConsumer();
    source("update employees set city = 'Oslo' where emp_id >= 100");
    pipeline.startConsumer();

    awaitEqual();
    assertThat(askTarget("select count(*) from employees where city = 'Oslo'")).isEqualTo("20000");
    assertThat(pipeline.flow().deadLettered()).isZero();
  }

  @Test
  void what_a_killed_producer_left_is_published_by_the_next_and_nothing_twice() throws Exception {
    long published = pipeline.flow().published();
    source(
        "insert into employees (emp_id, city) select g, 'Turku' from generate_series(100, 20099) g");
    waiting("it has begun").until(() -> pipeline.flow().published() > published);
    pipeline.killProducer();
    source("update employees set city = 'Lahti' where emp_id >= 100");
    pipeline.startProducer();

    awaitEqual();
    assertThat(askTarget("select count(*) from employees where city = 'Lahti'")).isEqualTo("20000");
    assertThat(pipeline.flow().duplicates()).isEqualTo(duplicates);
  }

  @Test
  void bytes_that_nobody_can_read_are_dead_letters_and_all_others_are_applied() throws Exception {
    pipeline.send("1", "no record of ours".getBytes(StandardCharsets.UTF_8));
    source("update employees set city = 'Porto'");
    pipeline.send("2", new byte[] {0});
    deadLetters += 2;

    waiting("both are given up").until(() -> pipeline.flow().deadLettered() == deadLetters);
    assertRowsInTarget(50);
    assertThat(askTarget("select count(*) from employees where city = 'Porto'")).isEqualTo("50");
  }

  @Test
  void a_target_that_goes_away_is_waited_for_and_nothing_is_a_dead_letter() throws Exception {
    double retries = pipeline.retries();
    pipeline.stopTarget();
    try {
      source("update employees set city = 'Lyon'");
      waiting("it is tried again").until(() -> pipeline.retries() > retries);
    } finally {
      pipeline.startTarget();
    }

    assertRowsInTarget(50);
    assertThat(askTarget("select count(*) from employees where city = 'Lyon'")).isEqualTo("50");
  }

  private long countProcessed() throws SQLException {
    return Long.parseLong(askTarget("select count(*) from processed_events"));
  }

  private void assertRowsInTarget(int rows) throws Exception {
    awaitEqual();
    assertThat(askTarget("select count(*) from employees")).isEqualTo(String.valueOf(rows));
    Flow flow = waiting("every record has one outcome").until(pipeline::flow, Flow::isAccountedFor);
    assertThat(flow.deadLettered()).isEqualTo(deadLetters);
    assertThat(flow.duplicates()).isEqualTo(duplicates);
  }

  private void awaitEqual() throws Exception {
    waiting("every change has taken effect")
        .untilAsserted(() -> assertThat(askTarget(IDS + "processed_events")).isEqualTo(captured()));
    assertThat(pipeline.verify()).isEqualTo("equal");
  }

  private String captured() throws SQLException {
    try (Connection source = pipeline.connectSource()) {
      return ask(source, IDS + "emp_cdc");
    }
  }

  private void source(String sql) throws SQLException {
    try (Connection source = pipeline.connectSource();
        Statement statement = source.createStatement()) {
      statement.execute(sql);
    }
  }

  private String askTarget(String sql) throws SQLException {
    try (Connection target = pipeline.connectTarget()) {
      return ask(target, sql);
    }
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  private static ConditionFactory waiting(String what) {
    return await(what).atMost(LIMIT).pollInterval(LOOK_EVERY);
  }
}
