package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.consumer.apply.Target;
import io.employeecdc.consumer.target.TargetCheck;
import io.employeecdc.contract.SampleEmployee;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.producer.capture.CaptureCheck;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.failure.CdcException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the services' checks say is to be done is done to the letter, as often as they say
 * something; then they are content. A line is what somebody did, a part of what is said, and the
 * statement that follows it where the message can only say "drop it".
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("servers")
class AdviceTest {
  private static final int MOST_ROUNDS = 3;

  /** A statement up to where the sentence goes on, or the command that is told to be run. */
  private static final Pattern STEP =
      Pattern.compile(
          "(?i)(?<=run: |; )alter (?:table|sequence|role) .+?(?=[;\\]]|, then|$)|run 'cdc setup'");

  private TestPipeline pipeline;
  private TestPipeline partitioned;

  @BeforeAll
  void create() throws Exception {
    pipeline = TestPipeline.create("advice");
    partitioned = TestPipeline.bare("advice_partitioned");
    partitioned.asSuperuser(
        partitioned.sourceServer(), "create role advice_other; grant advice_other to cdc");
    partitioned.source(
        SampleEmployee.TABLE
            + " partition by range (emp_id); create table low partition of employees"
            + " for values from (minvalue) to (100); create table high partition of employees default");
    setUp(partitioned);
  }

  @AfterAll
  void close() throws SQLException {
    partitioned.asSuperuser(partitioned.sourceServer(), "drop role advice_other");
    partitioned.close();
    pipeline.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          alter table emp_cdc set unlogged | emp_cdc is unlogged |
          alter table emp_cdc drop column city | emp_cdc has no column city |
          drop table cdc_columns | no cdc_columns |
          drop sequence cdc_statement | no cdc_statement |
          drop table cdc_backfill | no cdc_backfill |
          drop table emp_cdc | no table emp_cdc |
          drop table employees | no table employees |
          alter sequence emp_cdc_action_id_seq cache 5 | must have CACHE 1 |
          create rule away as on insert to emp_cdc do instead nothing | the rule away on emp_cdc | drop rule away on emp_cdc
          create function gone() returns trigger language plpgsql as 'begin return null; end'; create trigger gone before insert on emp_cdc for each row execute function gone() | the trigger gone on emp_cdc | drop trigger gone on emp_cdc; drop function gone
          create table younger () inherits (employees) | alter table … no inherit ends it | alter table younger no inherit employees; drop table younger
          drop trigger cdc_delete on employees | not all five triggers |
          drop function cdc_capture_update cascade | not all five triggers |
          comment on trigger cdc_truncate on employees is null | of an older build |
          alter table employees set unlogged | employees is unlogged |
          alter table employees drop constraint employees_pkey | the primary key of employees must be emp_id alone |
          alter table employees drop constraint employees_pkey, add primary key (emp_id) deferrable | not deferrable |
          alter table employees force row level security | row level security is forced |
          alter table employees rename column city to town | is called town now |
          alter table employees drop column city | has no column city |
          alter table employees alter column salary type numeric(10,2) | salary of employees is numeric(10,2) |
          """)
  void in_the_source(String fault, String says, String done) throws Exception {
    follow(pipeline, "SOURCE", fault, says, done);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          alter table low set unlogged | low is unlogged |
          alter table low force row level security | row level security is forced on low |
          grant create on schema public to advice_other; alter table low owner to advice_other; revoke create on schema public from advice_other | low of employees belongs to another role |
          drop trigger cdc_insert on low | not all five triggers |
          create table middle partition of employees for values from (100) to (200) | have come or gone |
          alter table employees detach partition low | have come or gone |
          """)
  void in_a_partitioned_source(String fault, String says, String done) throws Exception {
    follow(partitioned, "SOURCE", fault, says, done);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          alter table processed_events set unlogged | processed_events is unlogged |
          alter table employees set unlogged | employees is unlogged |
          drop table processed_events | no table processed_events |
          drop table employee_versions | no table employee_versions |
          drop table parked_changes | no table parked_changes |
          alter table parked_changes drop column city | parked_changes has no column city |
          alter table applied_offsets drop column topic_id | applied_offsets has no column topic_id |
          alter table employees drop constraint employees_pkey | needs a primary key |
          drop table employees | no table employees |
          alter table employees rename to former; create table employees (like former including all); drop table former | made anew or put back |
          alter table employees add column shoe_size int not null | shoe_size of employees is NOT NULL |
          create rule away as on insert to employees do instead nothing | rules on employees | drop rule away on employees
          create function gone() returns trigger language plpgsql as 'begin return null; end'; create trigger gone before update on employee_versions for each row execute function gone() | the trigger gone on employee_versions | drop trigger gone on employee_versions; drop function gone
          create rule away as on insert to processed_events do instead nothing | the rule away on processed_events | drop rule away on processed_events
          alter table employees alter column emp_id add generated always as identity | generated always as identity |
          alter table employees alter column salary type numeric(12,2) | salary of employees is numeric(12,2) |
          alter table employees drop column city | has no column city |
          alter table employees enable row level security; alter table employees force row level security | row level security hides rows |
          """)
  void in_the_target(String fault, String says, String done) throws Exception {
    try {
      follow(pipeline, "TARGET", fault, says, done);
    } finally {
      pipeline.target("alter table employees no force row level security");
      pipeline.asSuperuser(pipeline.targetServer(), "alter role cdc nobypassrls");
    }
  }

  private static void follow(
      TestPipeline pipeline, String side, String fault, String says, String done) throws Exception {
    assertThat(refusal(pipeline, side)).as("before").isNull();
    run(pipeline, side, fault);
    String message = refusal(pipeline, side);
    assertThat(message).contains(says);
    for (int round = 1; message != null; round++) {
      assertThat(round).as(message).isLessThanOrEqualTo(MOST_ROUNDS);
      if (done != null) {
        run(pipeline, side, done);
      }
      Matcher step = STEP.matcher(message);
      assertThat(done != null || step.find()).as(message).isTrue();
      step.reset();
      while (step.find()) {
        if (step.group().equals("run 'cdc setup'")) {
          setUp(pipeline);
        } else if (done == null) {
          run(pipeline, side, step.group().replace("…", "0"));
        }
      }
      message = refusal(pipeline, side);
    }
  }

  /** What the service of this side would say at its start; null if it would stay. */
  private static String refusal(TestPipeline pipeline, String side) throws SQLException {
    boolean source = side.equals("SOURCE");
    DatabaseSettings database = source ? pipeline.local().source() : pipeline.local().target();
    try (HikariDataSource pool = DataSources.pool(database, 1, null, null)) {
      if (source) {
        verify(pool);
      } else {
        new TargetCheck(new Target(pool, Contract.standard().versions())).verify();
      }
      return null;
    } catch (CdcException e) {
      return e.getMessage();
    }
  }

  private static void verify(HikariDataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      new CaptureCheck(Contract.standard().versions()).verify(connection);
    }
  }

  /** As whoever may; a role is altered by a superuser. */
  private static void run(TestPipeline pipeline, String side, String sql) throws SQLException {
    if (sql.startsWith("alter role")) {
      pipeline.asSuperuser(pipeline.targetServer(), sql);
    } else if (side.equals("SOURCE")) {
      pipeline.source(sql);
    } else {
      pipeline.target(sql);
    }
  }

  private static void setUp(TestPipeline pipeline) throws Exception {
    CommandRun setup = pipeline.cdc("setup");
    assertThat(setup.exitCode()).as(setup.out() + setup.err()).isZero();
  }
}
