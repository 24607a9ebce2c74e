package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.process.Service;
import io.employeecdc.operations.verify.CommandRun;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What an administrator may set for our role in a database, for every session that it begins. Ours
 * set what they need themselves, and what they cannot have is said.
 */
@Tag("servers")
class SessionSettingsTest {
  /** Each limit is shorter than what some statement, wait or transaction of ours takes. */
  private static final List<String> FOR_THE_ROLE =
      List.of(
          "statement_timeout = '20ms'",
          "lock_timeout = '1ms'",
          "transaction_timeout = '50ms'",
          "idle_in_transaction_session_timeout = '20ms'",
          "idle_session_timeout = '300ms'",
          "default_transaction_isolation = 'serializable'",
          "default_transaction_deferrable = on",
          "row_security = on",
          "synchronous_commit = off",
          "quote_all_identifiers = on",
          "standard_conforming_strings = off",
          "bytea_output = 'escape'",
          "array_nulls = off",
          "DateStyle = 'German'",
          "IntervalStyle = 'iso_8601'",
          "TimeZone = 'Asia/Kathmandu'",
          "extra_float_digits = -15",
          "plan_cache_mode = 'force_custom_plan'");

  /** So that what a test does itself comes to its end. */
  private static final String UNLIMITED =
      "set statement_timeout = 0; set lock_timeout = 0; set transaction_timeout = 0;"
          + " set idle_in_transaction_session_timeout = 0; ";

  @Test
  void whatever_is_set_for_our_role_all_works() throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.bare("session_settings")) {
      for (String setting : FOR_THE_ROLE) {
        set(pipeline, pipeline.sourceServer(), "source_session_settings", "set " + setting);
        set(pipeline, pipeline.targetServer(), "target_session_settings", "set " + setting);
      }

      run(pipeline, "setup");
      pipeline.producer(Map.of()).start();
      pipeline.consumer(Map.of()).start();
      pipeline.source(
          UNLIMITED
              + "insert into employees (emp_id, dob, salary) select g, date '1970-01-03' + g, g"
              + " from generate_series(1, 50000) g; update employees set city = 'Lyon'"
              + " where emp_id > 10000; delete from employees where emp_id = 7");
      run(pipeline, "verify", "--settle", "1m");
      assertThat(run(pipeline, "backfill").out()).contains("49,999 rows");
      pipeline.target(UNLIMITED + "delete from employees where emp_id <= 500");
      assertThat(run(pipeline, "verify", "--repair", "--yes", "--settle", "1m").out())
          .contains("verify: equal", "source  49999 rows");
    }
  }

  /** Somebody may have frozen it for an hour: what is to be written waits, and says for what. */
  @Test
  void a_role_that_may_write_nothing_is_waited_for_by_services_and_refused_by_commands()
      throws Exception {
    String readOnly = "default_transaction_read_only";
    try (PipelineUnderTest pipeline = PipelineUnderTest.bare("read_only")) {
      set(pipeline, pipeline.targetServer(), "target_read_only", "set " + readOnly + " = on");

      CommandRun setup = pipeline.cdc("setup");
      assertThat(setup.exitCode()).as(setup.err()).isEqualTo(5);
      assertThat(setup.err()).contains("target database", "25006", readOnly, "--target-url");
      set(pipeline, pipeline.targetServer(), "target_read_only", "reset " + readOnly);
      run(pipeline, "setup");

      set(pipeline, pipeline.targetServer(), "target_read_only", "set " + readOnly + " = on");
      Service consumer = pipeline.consumer(Map.of());
      pipeline.producer(Map.of()).start();
      consumer.start();
      pipeline.source("insert into employees (emp_id) values (1)");
      pipeline.waiting("it says why it waits").until(() -> consumer.printed().contains(readOnly));

      set(pipeline, pipeline.targetServer(), "target_read_only", "reset " + readOnly);
      pipeline.awaitEqual();
    }
  }

  private static void set(
      PipelineUnderTest pipeline, Service server, String database, String setting)
      throws Exception {
    pipeline.asSuperuser(server, "alter role cdc in database %s %s".formatted(database, setting));
  }

  private static CommandRun run(PipelineUnderTest pipeline, String... command) throws Exception {
    CommandRun run = pipeline.cdc(command);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    return run;
  }
}
