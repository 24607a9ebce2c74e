package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.SampleEmployee;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.process.Service;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.schema.Action;
import io.employeecdc.schema.EmployeeCDC;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@AnyPlace
class SetupTest {
  private static final String TABLE = SampleEmployee.TABLE;
  private static final String ROWS =
      "insert into employees select g, 'Ada', null, '1970-01-01', 'Lyon', g"
          + " from generate_series(-1000, 11000) g";

  /** Everything that a second run could have changed: migrations, triggers, captured rows. */
  private static final String STATE =
      "select (select string_agg(h::text, '|' order by installed_rank) from cdc_schema_history h)"
          + " || (select count(*) from emp_cdc)"
          + " || (select string_agg(oid::text, '|' order by oid) from pg_trigger)";

  private static int unfit;

  @Test
  void rows_that_were_there_before_setup_are_captured_as_snapshot_and_reach_the_target()
      throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.bare("snapshot")) {
      pipeline.source(TABLE);
      pipeline.source(ROWS);
      assertThat(setup(pipeline).out()).contains("12001 rows that were there before");
      List.of(pipeline.producer(Map.of()), pipeline.consumer(Map.of())).parallelStream()
          .forEach(Service::start);

      pipeline.awaitEqual();

      assertThat(pipeline.askTarget("select count(*) from employees")).isEqualTo("12001");
      assertThat(TopicContent.changes(pipeline.channel()))
          .hasSize(12_001)
          .extracting(EmployeeCDC::getAction)
          .containsOnly(Action.SNAPSHOT);
    }
  }

  @Test
  void setup_twice_changes_nothing_the_second_time() throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.bare("setup_twice")) {
      pipeline.source(TABLE);
      pipeline.source(ROWS);
      assertThat(setup(pipeline).out())
          .contains(
              "migrations applied",
              "created,",
              Contract.standard().released().all().size() + " new");
      String state = pipeline.askSource(STATE);

      assertThat(setup(pipeline).out())
          .contains("nothing new", "snapshot  0 rows")
          .doesNotContain("migrations applied", "created,");

      assertThat(pipeline.askSource(STATE)).isEqualTo(state);
    }
  }

  /** Each was set up in part, and then broke every write of the application or lost changes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table employees drop column city",
        "alter table employees alter column emp_id type bigint, alter column salary type numeric(12,2),"
            + " alter column first_name type text",
        "alter table employees drop column emp_id, add column emp_id uuid primary key",
        "alter table employees drop constraint employees_pkey",
        "alter table employees drop constraint employees_pkey, add primary key (emp_id, city)",
        "alter table employees drop constraint employees_pkey, add primary key (emp_id) deferrable",
        "alter table employees set unlogged",
        "alter table employees force row level security"
      })
  void a_table_that_does_not_fit_is_refused_before_anything_is_made_and_the_advice_helps(
      String fault) throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.bare("setup_unfit_" + unfit++)) {
      pipeline.source(TABLE);
      pipeline.source(fault);

      CommandRun refused = pipeline.cdc("setup");

      assertThat(refused.exitCode()).isEqualTo(3);
      assertThat(refused.err()).contains("nothing was set up", "[CDC-301]");
      assertThat(
              pipeline.askSource("select count(*) from pg_class where relname ~ '(^cdc|emp_cdc)'"))
          .isEqualTo("0");
      follow(refused, pipeline);
      // Where no type can become the other, the key moves with the new column.
      CommandRun again = pipeline.cdc("setup", "--dry-run");
      if (again.exitCode() == 3) {
        follow(again, pipeline);
      }
      setup(pipeline);
    }
  }

  private static void follow(CommandRun refused, PipelineUnderTest pipeline) throws Exception {
    Matcher advice = Pattern.compile("alter table [^;\n]+").matcher(refused.err());
    while (advice.find()) {
      pipeline.source(advice.group().replace(" [CDC-301]", ""));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          alter table employees rename to people; create view employees as select * from people | no ordinary table
          alter table employees rename to former; create table people (like former including all) partition by range (emp_id); create table employees partition of people default | is a partition of people
          create table younger () inherits (employees) | takes part in inheritance
          """)
  void a_table_that_cannot_be_captured_is_refused_before_anything_is_made(String fault, String why)
      throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.bare("setup_unfit_" + unfit++)) {
      pipeline.source(TABLE);
      pipeline.source(fault);

      CommandRun refused = pipeline.cdc("setup");

      assertThat(refused.exitCode()).isEqualTo(3);
      assertThat(refused.err()).contains(why);
      assertThat(
              pipeline.askTarget("select count(*) from pg_class where relname ~ '(^cdc|emp_cdc)'"))
          .isEqualTo("0");
    }
  }

  /** A wrong database in a URL became an empty pipeline that was equal to itself. */
  @Test
  void a_table_that_is_missing_is_made_only_where_that_is_asked_for() throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.bare("setup_missing")) {
      CommandRun refused = pipeline.cdc(Map.of("CDC_CREATE_TABLES", "false"), "setup");

      assertThat(refused.exitCode()).isEqualTo(3);
      assertThat(refused.err().lines())
          .as("a line for each finding")
          .anyMatch(line -> line.startsWith("  the source database"))
          .anyMatch(line -> line.startsWith("  the target database"));
      assertThat(refused.err())
          .contains("no table employees in its schema public", "--create-tables");
      setup(pipeline, "--create-tables");
    }
  }

  @Test
  void a_table_is_not_made_of_types_that_are_not_there_or_do_not_fit() throws Exception {
    SampleTable everything = SampleTable.everything();
    Contract contract = Contract.named(everything.contract()).orElseThrow();
    try (TestPipeline pipeline = TestPipeline.bare(contract, "setup_no_types")) {
      pipeline.source("create extension citext");
      pipeline.source("create domain mood as int");
      pipeline.source("create type status as enum ('OPEN', 'CLOSED')");

      CommandRun refused = pipeline.cdc("setup", "--create-tables");

      assertThat(refused.exitCode()).as(refused.out()).isEqualTo(3);
      assertThat(refused.err())
          .contains(
              "5 things are in the way",
              "the source: column a_mood of everything is mood, as the contract says, whose values"
                  + " a field of type text cannot hold",
              "there is no type citext, of which column a_citext of everything would be made; make"
                  + " it first",
              "no type mood, of which column a_mood",
              "no type status, of which column a_status",
              "no type status[], of which column statuses");
      assertThat(pipeline.askSource("select to_regclass('everything')")).isNull();
      assertThat(pipeline.askTarget("select to_regclass('everything')")).isNull();

      pipeline.source("drop domain mood; create type mood as enum ('happy', 'so so')");
      for (String type : everything.types()) {
        pipeline.target(type);
      }
      assertThat(pipeline.cdc("setup", "--create-tables").exitCode()).isZero();
    }
  }

  @Test
  void a_superuser_and_a_role_that_does_not_own_the_table_set_nothing_up() throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.bare("setup_owner")) {
      pipeline.source(TABLE);
      Map<String, String> superuser = Map.of("CDC_SOURCE_USER", "postgres");

      assertThat(pipeline.cdc(superuser, "setup").err())
          .contains("its role is a superuser", "--source-user");

      assertThat(
              pipeline.askSource("select count(*) from pg_class where relname ~ '(^cdc|emp_cdc)'"))
          .isEqualTo("0");

      assertThat(pipeline.cdc("setup", "--producer-role", "not_there").err())
          .contains("there is no role not_there; run: create role not_there login");

      assertThat(pipeline.cdc(Map.of("CDC_TARGET_USER", "postgres"), "setup").err())
          .contains("the target database", "its role is a superuser", "--target-user");
      assertThat(pipeline.askTarget("select to_regclass('processed_events')")).isNull();

      pipeline.asSuperuser(pipeline.sourceServer(), "create role not_there login");
      setup(pipeline, "--producer-role", "not_there");
      pipeline.source(
          "revoke all on all tables in schema public from not_there;"
              + " revoke all on all sequences in schema public from not_there;"
              + " revoke all on schema public from not_there");
      pipeline.asSuperuser(pipeline.sourceServer(), "drop role not_there");
    }
  }

  @Test
  void triggers_that_somebody_removed_are_made_again() throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.bare("setup_again")) {
      setup(pipeline);
      pipeline.source("drop trigger cdc_delete on employees");
      pipeline.source("alter table employees disable trigger cdc_insert");

      setup(pipeline);

      assertThat(
              pipeline.askSource(
                  "select string_agg(tgname, ' ' order by tgname) from pg_trigger where tgenabled = 'A'"))
          .isEqualTo("cdc_after_truncate cdc_delete cdc_insert cdc_truncate cdc_update");
    }
  }

  @Test
  void a_trigger_of_somebody_elses_on_our_functions_is_named() throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.bare("setup_foreign")) {
      setup(pipeline);
      pipeline.source(
          "create table theirs (like employees);"
              + " create trigger cdc_truncate before truncate on theirs"
              + " execute function cdc_capture_truncate()");

      assertThat(setup(pipeline).out()).contains("warning", "drop trigger cdc_truncate on theirs");
      pipeline.source("drop trigger cdc_truncate on theirs");
      assertThat(setup(pipeline).out()).doesNotContain("cdc_truncate on theirs");
    }
  }

  @Test
  void what_others_made_in_the_schema_is_not_run_by_setup() throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.bare("setup_traps")) {
      pipeline.source(TABLE);
      pipeline.asSuperuser(pipeline.sourceServer(), "create role trapper; grant trapper to cdc");
      try {
        pipeline.source(
            "grant create on schema public to public; set role trapper;"
                + " create table cdc_schema_history (x int);"
                + " create function replace(name, text, text) returns text language plpgsql as"
                + " $$ begin raise 'run by %', current_user; end $$;"
                + " create function format(text, name, name, bigint) returns text language plpgsql as"
                + " $$ begin raise 'run by %', current_user; end $$");

        CommandRun refused = pipeline.cdc("setup");

        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err())
            .contains("revoke create on schema public from public")
            .contains("cdc_schema_history in its schema belongs to trapper")
            .contains("owner to cdc, and else drop it")
            .doesNotContain("run by cdc");
        pipeline.source(
            "revoke create on schema public from public; drop table cdc_schema_history;"
                + " drop function replace(name, text, text), format(text, name, name, bigint);"
                + " grant create on schema public to trapper; grant all on employees to trapper");
        assertThat(setup(pipeline).out())
            .contains("revoke create on schema public from trapper")
            .contains("revoke trigger on employees from trapper");
      } finally {
        pipeline.source("drop owned by trapper cascade");
        pipeline.asSuperuser(pipeline.sourceServer(), "drop role trapper");
      }
    }
  }

  static CommandRun setup(PipelineUnderTest pipeline, String... options) throws Exception {
    CommandRun run =
        pipeline.cdc(Stream.concat(Stream.of("setup"), Stream.of(options)).toArray(String[]::new));
    assertThat(run.exitCode()).isZero();
    return run;
  }
}
