package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.SampleEmployee;
import io.employeecdc.operations.verify.CommandRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What set-up finds of others in the databases: names of ours, and triggers on the table. */
@Tag("servers")
class SetupBesideOthersTest {
  private static final String TABLE = SampleEmployee.TABLE;

  /** Before PostgreSQL 17 there is no MAINTAIN. */
  private static final String RIGHTS =
      "select string_agg(relname || rights, ', ' order by relname) from (select relname,"
          + " string_agg(' ' || privilege_type, '' order by privilege_type) rights"
          + " from pg_class, aclexplode(relacl) where grantee = '%s'::regrole"
          + " and privilege_type <> 'MAINTAIN' group by relname) given";

  private static int names;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          source | create table emp_cdc (mine int) | table emp_cdc | drop table emp_cdc
          source | create sequence cdc_statement | sequence cdc_statement | drop sequence cdc_statement
          source | create function cdc_truncated() returns trigger language plpgsql as 'begin return null; end' | function cdc_truncated() | drop function cdc_truncated
          source | create trigger cdc_insert before update on employees for each row execute function suppress_redundant_updates_trigger() | trigger cdc_insert on employees | drop trigger cdc_insert on employees
          target | create table processed_events (mine int) | table processed_events | drop table processed_events
          """)
  void what_has_our_names_already_is_never_replaced(
      String side, String made, String what, String away) throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.bare("setup_names_" + names++)) {
      pipeline.source(TABLE);
      pipeline.target(TABLE);
      run(pipeline, side, made);

      CommandRun refused = pipeline.cdc("setup");

      assertThat(refused.exitCode()).isEqualTo(3);
      assertThat(refused.err())
          .contains("the " + side + " database", "the " + what + " has a name that set-up needs");
      assertThat(pipeline.askSource("select to_regclass('cdc_schema_history')")).isNull();
      run(pipeline, side, away);
      assertThat(pipeline.cdc("setup").exitCode()).isZero();
    }
  }

  /** Whose wish it is; but nobody shall wonder why rows stay different. */
  @Test
  void what_a_trigger_of_the_target_may_change_is_said_by_set_up_and_what_does_not_fit_by_verify()
      throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.bare("setup_warnings")) {
      pipeline.source(TABLE);
      pipeline.target(TABLE);
      pipeline.target(
          "create function loud() returns trigger language plpgsql as 'begin new.city := upper(new.city);"
              + " return new; end'; create trigger loud before insert on employees"
              + " for each row execute function loud()");
      assertThat(pipeline.cdc("setup").out()).contains("the target's trigger loud may change");

      pipeline.target("alter table employees alter salary type numeric(10, 2)");
      CommandRun verify = pipeline.cdc("verify", "--settle", "0");

      assertThat(verify.err())
          .contains(
              "warning: the target: column salary of employees is numeric(10,2), not integer");
      pipeline.source("alter table employees disable trigger all");
      CommandRun backfill = pipeline.cdc("backfill");
      assertThat(backfill.exitCode()).isEqualTo(3);
      assertThat(backfill.err()).contains("run 'cdc setup', then 'cdc verify --repair'");
    }
  }

  /** Whoever sets the sequence would have each change refused that is to be parked. */
  @Test
  void default_privileges_give_nobody_a_right_in_the_target() throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.bare("setup_default")) {
      pipeline.asSuperuser(pipeline.targetServer(), "create role helper");
      pipeline.target(
          "alter default privileges grant all on tables to helper;"
              + " alter default privileges grant all on sequences to helper with grant option");

      assertThat(pipeline.cdc("setup").exitCode()).isZero();

      assertThat(pipeline.askTarget(RIGHTS.formatted("helper")))
          .isEqualTo("employees DELETE INSERT REFERENCES SELECT TRIGGER TRUNCATE UPDATE");
    }
  }

  /** Also of what was there before set-up. */
  @Test
  void who_holds_more_in_the_target_than_set_up_gives_loses_it_when_rights_are_made_anew()
      throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.bare("setup_rights_anew")) {
      pipeline.asSuperuser(pipeline.targetServer(), "create role greedy; create role modest");
      assertThat(pipeline.cdc("setup").exitCode()).isZero();
      pipeline.target(
          "grant select, insert, update, delete on processed_events to modest;"
              + " grant select, trigger on processed_events to greedy;"
              + " grant select on parked_changes to greedy with grant option;"
              + " grant usage on sequence parked_changes_cdc_id_seq to greedy, modest;"
              + " delete from cdc_schema_history where script = 'R__rights.sql'");

      assertThat(pipeline.cdc("setup").exitCode()).isZero();

      assertThat(pipeline.askTarget(RIGHTS.formatted("modest")))
          .isEqualTo("processed_events DELETE INSERT SELECT UPDATE");
      assertThat(pipeline.askTarget(RIGHTS.formatted("greedy"))).isNull();
    }
  }

  private static void run(PipelineUnderTest pipeline, String side, String sql) throws Exception {
    if (side.equals("source")) {
      pipeline.source(sql);
    } else {
      pipeline.target(sql);
    }
  }
}
