package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.SampleEmployee;
import io.employeecdc.operations.verify.CommandRun;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Set-up in a database whose application has a transaction open. */
@AnyPlace
class SetupLockTest {
  private static final String TABLE = SampleEmployee.TABLE;

  /** Without a limit for set-up, this one waits behind it for ever. */
  private static final String WRITER =
      "set statement_timeout = '30s'; insert into employees (emp_id) values (2)";

  private static final String WAITS =
      "select count(*) from pg_stat_activity where datname = current_database()"
          + " and wait_event_type = 'Lock' and query_start < now() - interval '1 s'";

  @Test
  void setup_waits_visibly_for_an_open_transaction_and_no_writer_waits_for_setup()
      throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.bare("setup_lock");
        Connection application = holdingTheTable(pipeline);
        RunningCommand setup = pipeline.begin(Map.of(), "setup")) {
      String holder =
          "employees is held by process " + pid(application) + " (user cdc, application";
      pipeline.waiting("set-up says whom it waits for").until(() -> setup.err().contains(holder));

      pipeline.source(WRITER);
      assertThat(pipeline.askSource("select to_regclass('emp_cdc')")).isNull();
      application.commit();

      assertThat(setup.exitCode()).isZero();
      assertThat(setup.err()).doesNotContain("insert", "already exists");
      assertThat(pipeline.askSource("select string_agg(emp_id::text, ' ') from emp_cdc"))
          .isEqualTo("1 2");
    }
  }

  @Test
  void setup_gives_up_with_the_name_of_who_holds_the_lock_and_has_changed_nothing()
      throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.bare("setup_locked");
        Connection application = holdingTheTable(pipeline)) {
      CommandRun setup = pipeline.cdc("setup", "--lock-tries", "2");

      assertThat(setup.exitCode()).isEqualTo(5);
      assertThat(setup.out())
          .as("what is made")
          .contains("target ", "topic ")
          .doesNotContain("source ");
      assertThat(setup.err())
          .as("and what is not")
          .contains(
              "the source database", "is locked, and nothing was changed in this step", "[CDC-501]")
          .contains("is held by process " + pid(application));
      assertThat(pipeline.askSource("select to_regclass('emp_cdc')")).isNull();
    }
  }

  /** All has been made then, and whoever waits to read is in no writer's way. */
  @Test
  void setup_waits_to_count_the_targets_rows_as_long_as_somebody_holds_the_table()
      throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.create("setup_counts");
        Connection application = pipeline.connectTarget();
        Statement statement = application.createStatement()) {
      application.setAutoCommit(false);
      statement.execute("lock table employees");
      try (RunningCommand setup = pipeline.begin(Map.of(), "setup")) {
        pipeline
            .waiting("it waits for longer than those may who change tables")
            .until(() -> pipeline.askTarget(WAITS), "1"::equals);
        application.commit();
        assertThat(setup.exitCode()).as(setup.err()).isZero();
      }
    }
  }

  /** In the circle before: "run 'cdc setup'". */
  @Test
  void what_postgresql_refuses_is_said_in_its_own_words() throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.bare("setup_refused")) {
      pipeline.source(TABLE);
      pipeline.source("create domain emp_cdc as int");

      CommandRun setup = pipeline.cdc("setup");

      assertThat(setup.exitCode()).isEqualTo(3);
      assertThat(setup.err())
          .contains("type \"emp_cdc\" already exists")
          .doesNotContain("run 'cdc setup'");
    }
  }

  private static Connection holdingTheTable(PipelineUnderTest pipeline) throws SQLException {
    pipeline.source(TABLE);
    Connection application = pipeline.connectSource();
    application.setAutoCommit(false);
    try (Statement statement = application.createStatement()) {
      statement.execute("insert into employees (emp_id) values (1)");
    }
    return application;
  }

  private static String pid(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
      row.next();
      return row.getString(1);
    }
  }
}
