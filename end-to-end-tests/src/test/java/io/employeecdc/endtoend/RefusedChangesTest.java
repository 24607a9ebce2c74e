package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.localstack.Connector;
import io.employeecdc.operations.verify.VerifyResult.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What no record can say ends the task with one sentence, and what docs/capture.md says of it ends
 * with equal tables.
 */
@Tag("servers")
@Tag("nightly")
class RefusedChangesTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String HIDDEN = "Łucja";
  private static final Map<String, String> PASSING_OVER =
      Map.of("errors.tolerance", "all", "errors.log.enable", "true");

  @Test
  void a_truncate_is_passed_over_and_its_rows_are_removed_from_the_target() throws Exception {
    try (LoggedPipeline pipeline = start("truncated")) {
      pipeline.source("truncate employees");
      pipeline.source("insert into employees (emp_id) values (100)");
      requireRefused(
          pipeline, "employees was truncated at ", "set truncate=skip, restart the connector");
      goOn(pipeline, Map.of("transforms.contract.truncate", "skip"));
      pipeline
          .waiting("only what was truncated differs")
          .until(pipeline.local::verify, found -> found.differences() == 20);
      for (KeyValue key : pipeline.local.verify(20).of(Kind.EXTRA).keys()) {
        target(pipeline, "delete from employees where emp_id = " + key.get(0));
      }
      pipeline.awaitEqual();
    }
  }

  @Test
  void a_column_that_the_connector_leaves_out_is_given_back() throws Exception {
    try (LoggedPipeline pipeline = start("left_out")) {
      pipeline.capture.connector().stop();
      pipeline
          .capture
          .connector()
          .put(
              pipeline.capture.configuration(
                  Map.of("column.exclude.list", "public.employees.city")));
      pipeline.capture.connector().resume();
      write(pipeline, 21);
      requireRefused(pipeline, "the events of employees lack the column city", "");
      goOn(pipeline, Map.of());
      pipeline.awaitEqual();
    }
  }

  @Test
  void a_column_that_the_publication_leaves_out_is_given_back_and_what_lacks_it_written_again()
      throws Exception {
    try (LoggedPipeline pipeline = start("unpublished")) {
      String publication = pipeline.capture.name();
      pipeline.asSuperuser(
          "alter publication %s set table employees (emp_id, first_name)".formatted(publication));
      write(pipeline, 21);
      requireRefused(pipeline, "the events of employees lack the column ", "of the publication");
      pipeline.asSuperuser("alter publication %s set table employees".formatted(publication));
      assertThat(passOver(pipeline)).as("rows that lacked it").isPositive();
    }
  }

  @Test
  void a_type_that_does_not_fit_is_altered_back_and_what_had_it_is_written_again()
      throws Exception {
    try (LoggedPipeline pipeline = start("other_type")) {
      pipeline.source("alter table employees alter salary type bigint");
      pipeline.source("update employees set salary = 3141592653589 where emp_id = 2");
      requireRefused(
          pipeline,
          "what was written to salary of employees (",
          "is not a whole number of 32 bits");
      pipeline.source("update employees set salary = 2 where emp_id = 2");
      pipeline.source("alter table employees alter salary type int");
      assertThat(passOver(pipeline)).as("rows that still differ").isZero();
    }
  }

  @Test
  void a_value_that_is_stored_apart_is_written_again_once_the_log_has_whole_rows()
      throws Exception {
    try (LoggedPipeline pipeline =
        new LoggedPipeline("apart", Contract.named("EverythingCDC").orElseThrow())) {
      for (String type : SampleTable.everything().types()) {
        pipeline.source(type);
        target(pipeline, type);
      }
      start(pipeline);
      pipeline.source(
          "insert into everything (id, a_text) select 1, '%s' || string_agg(md5(i::text), '') from generate_series(1, 2000) i"
              .formatted(HIDDEN));
      pipeline.awaitEqual();
      pipeline.source("update everything set an_int4 = 1");
      requireRefused(
          pipeline,
          "what was written to a_text of everything (",
          "run: alter table everything replica identity full");
      pipeline.source("alter table everything replica identity full");
      goOn(pipeline, PASSING_OVER);
      pipeline.source("update everything set id = id where id = 1");
      pipeline.awaitEqual();
      goOn(pipeline, Map.of());
      pipeline.source("update everything set an_int4 = 2");
      pipeline.awaitEqual();
    }
  }

  @Test
  void a_primary_key_that_was_changed_is_made_the_contracts_again() throws Exception {
    try (LoggedPipeline pipeline = start("other_key")) {
      pipeline.source(
          "alter table employees drop constraint employees_pkey, add primary key (emp_id, first_name)");
      write(pipeline, 21);
      requireRefused(
          pipeline,
          "the events of employees do not have the key emp_id; make that the table's primary key",
          "");
      pipeline.source(
          "alter table employees drop constraint employees_pkey, add primary key (emp_id)");
      pipeline.capture.connector().restart();
      awaitRunning(pipeline);
      pipeline.awaitEqual();
    }
  }

  private static LoggedPipeline start(String suffix) throws Exception {
    LoggedPipeline pipeline = new LoggedPipeline(suffix);
    start(pipeline);
    for (int id = 1; id <= 20; id++) {
      write(pipeline, id);
    }
    pipeline.awaitEqual();
    return pipeline;
  }

  private static void start(LoggedPipeline pipeline) throws Exception {
    pipeline.capture.prepare();
    pipeline.capture.connect(Map.of());
    pipeline.start(pipeline.consumer);
  }

  private static void write(LoggedPipeline pipeline, int id) throws Exception {
    pipeline.source(
        "insert into employees (emp_id, first_name, city, salary) values (%1$d, '%2$s', '%2$s', %1$d)"
            .formatted(id, HIDDEN));
  }

  private static void requireRefused(LoggedPipeline pipeline, String begin, String advice) {
    Connector connector = pipeline.capture.connector();
    await("the task ends").atMost(LIMIT).until(connector::state, "FAILED"::equals);
    assertThat(connector.failure()).contains(": " + begin).contains(advice);
    assertThat(connector.status().toString())
        .doesNotContain(HIDDEN)
        .doesNotContain("3141592653589");
  }

  /**
   * As "A value that is not in the log" says.
   *
   * @return how many rows were written again
   */
  private static int passOver(LoggedPipeline pipeline) throws Exception {
    goOn(pipeline, PASSING_OVER);
    String end = pipeline.ask("select pg_current_wal_insert_lsn()");
    write(pipeline, 99);
    pipeline
        .waiting("it has caught up")
        .until(
            () ->
                pipeline.ask(
                    "select confirmed_flush_lsn >= '%s' from pg_replication_slots where slot_name = '%s'"
                        .formatted(end, pipeline.capture.name())),
            "t"::equals);
    goOn(pipeline, Map.of());
    pipeline.waiting("the last row is there").until(() -> applied(pipeline, 99));
    int named = pipeline.writeAgain(pipeline.local.verify());
    pipeline.awaitEqual();
    return named;
  }

  private static boolean applied(LoggedPipeline pipeline, int id) throws Exception {
    try (Connection connection = pipeline.local.connectTarget();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select from employees where emp_id = " + id)) {
      return row.next();
    }
  }

  private static void goOn(LoggedPipeline pipeline, Map<String, String> settings) throws Exception {
    pipeline.capture.connector().put(pipeline.capture.configuration(settings));
    awaitRunning(pipeline);
  }

  /** It may still say that it has failed for a while. */
  private static void awaitRunning(LoggedPipeline pipeline) {
    await("the task runs")
        .atMost(LIMIT)
        .until(pipeline.capture.connector()::state, "RUNNING"::equals);
  }

  private static void target(LoggedPipeline pipeline, String sql) throws Exception {
    try (Connection connection = pipeline.local.connectTarget();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
