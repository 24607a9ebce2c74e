package io.employeecdc.pipeline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.Server;
import io.employeecdc.pipeline.run.Flow;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

class SourceSqlTest {
  private static final int COPIED = 200_000;
  private static final String COLUMNS = "(emp_id, first_name, last_name, dob, city, salary)";
  private static final String ROWS =
      "select g, 'Ada', 'O''Brien ' || g, date '1970-01-01' + g, 'Kraków', 50000 + g from"
          + " generate_series(1, 50) g";

  private static TestPipeline pipeline;
  private static JavaService producer;
  private static JavaService consumer;

  @BeforeAll
  static void start() throws Exception {
    pipeline = TestPipeline.create("sql");
    producer = pipeline.producer(Map.of());
    consumer = pipeline.consumer(Map.of());
    List.of(producer, consumer).parallelStream().forEach(Server::start);
  }

  @AfterAll
  static void end() {
    pipeline.close();
  }

  @BeforeEach
  void fill() throws Exception {
    pipeline.source("truncate employees");
    pipeline.source("insert into employees " + COLUMNS + " " + ROWS);
    assertRowsInTarget(50);
  }

  @Test
  void an_insert_with_nulls_and_odd_values_reaches_the_target() throws Exception {
    pipeline.source("insert into employees (emp_id) values (0), (-2147483648), (2147483647)");
    pipeline.source(
        "insert into employees "
            + COLUMNS
            + " values (60, '', E'tab\\tand\\nline', '0001-01-01', repeat('ß', 100), -1)");

    assertRowsInTarget(54);
  }

  @Test
  void an_update_of_many_rows_reaches_the_target() throws Exception {
    pipeline.source("update employees set salary = salary + 1, city = null where emp_id <= 40");

    assertRowsInTarget(50);
    assertThat(pipeline.askTarget("select count(*) from employees where city is null"))
        .isEqualTo("40");
  }

  @Test
  void a_deleted_employee_is_deleted_and_may_come_back() throws Exception {
    pipeline.source("delete from employees where emp_id > 10");
    assertRowsInTarget(10);

    pipeline.source("insert into employees (emp_id, first_name) values (11, 'Grace')");
    assertRowsInTarget(11);
  }

  @Test
  void truncate_empties_the_target() throws Exception {
    pipeline.source("truncate employees");

    assertRowsInTarget(0);
  }

  @Test
  void a_changed_primary_key_moves_the_row() throws Exception {
    pipeline.source("update employees set emp_id = emp_id + 1000 where emp_id <= 5");
    // The keys of all are taken by others in the same statement.
    pipeline.source("alter table employees drop constraint employees_pkey");
    pipeline.source("alter table employees add primary key (emp_id) deferrable");
    pipeline.source("update employees set emp_id = emp_id + 1");

    assertRowsInTarget(50);
    assertThat(pipeline.askTarget("select min(emp_id) || '-' || max(emp_id) from employees"))
        .isEqualTo("7-1006");
  }

  @Test
  void what_was_rolled_back_is_never_published() throws Exception {
    long published = look().published();
    try (Connection source = pipeline.local().connectSource();
        Statement statement = source.createStatement()) {
      source.setAutoCommit(false);
      statement.execute("update employees set city = 'Nowhere'");
      statement.execute("delete from employees where emp_id < 25");
      source.rollback();
    }
    pipeline.source("update employees set city = 'Osaka' where emp_id = 1");

    assertRowsInTarget(50);
    assertThat(look().published()).isEqualTo(published + 1);
  }

  /**
   * PostgreSQL keeps the plan of a statement that it has seen often, and makes it for the size that
   * the table had at its last ANALYZE. What is right for fifty rows must not be ruinous for more.
   */
  @Test
  void a_copy_and_a_truncate_of_200_000_rows_are_quick_in_a_target_that_was_analyzed_when_small()
      throws Exception {
    askTargetToAnalyze();
    for (int again = 0; again < 8; again++) {
      pipeline.source("update employees set emp_id = -emp_id");
      pipeline.awaitEqual();
    }
    copy(COPIED);
    assertRowsInTarget(COPIED + 50);

    pipeline.source("truncate employees");
    assertRowsInTarget(0);
  }

  private static void askTargetToAnalyze() throws SQLException {
    try (Connection target = pipeline.local().connectTarget();
        Statement statement = target.createStatement()) {
      statement.execute("alter table employees set (autovacuum_enabled = off)");
      statement.execute("vacuum analyze employees");
    }
  }

  private static void copy(int rows) throws Exception {
    String text =
        IntStream.rangeClosed(1001, 1000 + rows)
            .mapToObj(id -> id + "\tAda\tHaddad\t1970-01-01\tLyon\t" + id)
            .collect(Collectors.joining("\n"));
    try (Connection source = pipeline.local().connectSource()) {
      source
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("copy employees " + COLUMNS + " from stdin", new StringReader(text));
    }
  }

  private static Flow look() {
    return new Flow.Watch(producer, consumer).look();
  }

  private static void assertRowsInTarget(int rows) throws Exception {
    pipeline.awaitEqual();
    assertThat(pipeline.askTarget("select count(*) from employees"))
        .isEqualTo(String.valueOf(rows));
    Flow flow = pipeline.accountedFor(producer, consumer);
    assertThat(flow.deadLettered()).isZero();
    assertThat(flow.duplicates()).isZero();
  }
}
