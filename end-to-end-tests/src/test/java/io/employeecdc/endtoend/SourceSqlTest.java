package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.process.Service;
import io.employeecdc.workbench.run.Flow;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What an application may do in the source, and that it reaches the target wherever both run, also
 * beside records that nobody can read and where services come and go.
 */
@AnyPlace
class SourceSqlTest {
  static final String COLUMNS = "(emp_id, first_name, last_name, dob, city, salary)";
  private static final String ROWS =
      "select g, 'Ada', 'O''Brien ' || g, date '1970-01-01' + g, 'Kraków', 50000 + g from"
          + " generate_series(1, 50) g";

  private static PipelineUnderTest pipeline;
  private static Service producer;
  private static Service consumer;

  /** Those that a killed consumer has left to the one after it. */
  private long duplicates;

  /** Those that an earlier test has made. */
  private long deadLetters;

  @BeforeAll
  static void start() throws Exception {
    pipeline = PipelineUnderTest.create("sql");
    producer = pipeline.producer(Map.of());
    consumer = pipeline.consumer(Map.of());
    List.of(producer, consumer).parallelStream().forEach(Service::start);
  }

  @AfterAll
  static void end() {
    pipeline.close();
  }

  @BeforeEach
  void fill() throws Exception {
    duplicates = flow().duplicates();
    deadLetters = flow().deadLettered();
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
    assertRowsInTarget(50);
    assertThat(pipeline.askTarget("select min(emp_id) || '-' || max(emp_id) from employees"))
        .isEqualTo("6-1005");
  }

  @Test
  void what_was_rolled_back_is_never_published() throws Exception {
    long published = flow().published();
    try (Connection source = pipeline.connectSource();
        Statement statement = source.createStatement()) {
      source.setAutoCommit(false);
      statement.execute("update employees set city = 'Nowhere'");
      statement.execute("delete from employees where emp_id < 25");
      source.rollback();
    }
    pipeline.source("update employees set city = 'Osaka' where emp_id = 1");

    assertRowsInTarget(50);
    assertThat(flow().published()).isEqualTo(published + 1);
  }

  @Test
  void what_a_killed_consumer_left_is_applied_by_the_next() throws Exception {
    long before = pipeline.countProcessed();
    pipeline.source(
        "insert into employees (emp_id, city) select g, 'Bergen' from generate_series(100, 20099) g");
    pipeline.waiting("it has begun").until(() -> pipeline.countProcessed() > before);
    pipeline.killOnly(consumer);
    pipeline.source("update employees set city = 'Oslo' where emp_id >= 100");
    consumer.start();

    pipeline.awaitEqual();
    assertThat(pipeline.askTarget("select count(*) from employees where city = 'Oslo'"))
        .isEqualTo("20000");
    assertThat(flow().deadLettered()).isZero();
  }

  @Test
  void what_a_killed_producer_left_is_published_by_the_next_and_nothing_twice() throws Exception {
    long published = flow().published();
    pipeline.source(
        "insert into employees (emp_id, city) select g, 'Turku' from generate_series(100, 20099) g");
    pipeline.waiting("it has begun").until(() -> flow().published() > published);
    producer.kill();
    pipeline.source("update employees set city = 'Lahti' where emp_id >= 100");
    producer.start();

    pipeline.awaitEqual();
    assertThat(pipeline.askTarget("select count(*) from employees where city = 'Lahti'"))
        .isEqualTo("20000");
    assertThat(flow().duplicates()).isEqualTo(duplicates);
  }

  @Test
  void bytes_that_nobody_can_read_are_dead_letters_and_all_others_are_applied() throws Exception {
    try (Stranger stranger = Stranger.on(pipeline.channel())) {
      stranger.send("1", "no record of ours".getBytes(StandardCharsets.UTF_8));
      pipeline.source("update employees set city = 'Porto'");
      stranger.send("2", new byte[] {0});
    }
    deadLetters += 2;

    pipeline.waiting("both are given up").until(() -> flow().deadLettered() == deadLetters);
    assertRowsInTarget(50);
    assertThat(pipeline.askTarget("select count(*) from employees where city = 'Porto'"))
        .isEqualTo("50");
  }

  private void assertRowsInTarget(int rows) throws Exception {
    pipeline.awaitEqual();
    assertThat(pipeline.askTarget("select count(*) from employees"))
        .isEqualTo(String.valueOf(rows));
    Flow flow = pipeline.accountedFor(producer, consumer);
    assertThat(flow.deadLettered()).isEqualTo(deadLetters);
    assertThat(flow.duplicates()).isEqualTo(duplicates);
  }

  private static Flow flow() {
    return pipeline.flow(producer, consumer);
  }
}
