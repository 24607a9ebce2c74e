package io.employeecdc.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.cli.Cdc;
import io.employeecdc.contract.SampleEmployee;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.Postgres;
import io.employeecdc.localstack.StackUser;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.workbench.run.LocalPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each role of the page tries in the databases beyond what it is for, with and without the
 * right to make temporary tables: all of it is refused, and nothing is captured or changed. {@code
 * dlq} has the consumer's role there, {@code monitor} what Compose gives it.
 */
@Tag("servers")
class AttacksTest {
  private static final String PASSWORD = "of-attackers";

  /** Nobody but the owner. */
  private static final List<String> IN_SOURCE =
      List.of(
          "create schema den",
          "create table mine (x int)",
          "create type bait as (x text)",
          "create function trap() returns int language sql as 'select 1'",
          "create trigger cdc_insert after insert on employees referencing new table as new_rows"
              + " for each statement execute function cdc_capture_insert()",
          "create trigger cdc_insert after insert on emp_cdc referencing new table as new_rows"
              + " for each statement execute function cdc_capture_insert()",
          "create rule forged as on insert to employees do also insert into emp_cdc values (1)",
          "alter table employees disable trigger all",
          "alter table employees rename to others",
          "alter function cdc_capture_insert() security invoker",
          "set session_replication_role = replica",
          "set role cdc_or_setup",
          "truncate employees",
          "truncate emp_cdc",
          "insert into emp_cdc (action, emp_id) values ('INSERT', 77)",
          "update emp_cdc set emp_id = 77",
          "insert into cdc_backfill (reason) values ('forged')",
          "insert into cdc_schema_history (installed_rank) values (99)",
          "select setval('emp_cdc_action_id_seq', 1)",
          "select nextval('cdc_statement')",
          "select setval('cdc_statement', 1)",
          "select cdc_written_before()",
          "select cdc_capture_is_ours(0, true)",
          "select cdc_capture_partitions(true)",
          "create publication stolen for table employees",
          "select pg_create_logical_replication_slot('stolen', 'pgoutput')",
          "comment on trigger cdc_insert on employees is 'forged'",
          "select pg_read_file('postgresql.conf')");

  /** In either database. */
  private static final List<String> ANYWHERE =
      List.of(
          "create domain bait as int",
          "create operator === (leftarg = int, rightarg = int, function = int4eq)",
          "create cast (int as text) with function to_char(int, text)",
          "create event trigger trap on ddl_command_start execute function no_such_function()",
          "create policy trap on employees using (true)",
          "create index on employees ((emp_id + 1))",
          "create statistics trap on emp_id, city from employees",
          "alter table employees alter city set default 'forged'",
          "reindex table employees",
          "alter system set log_statement = 'all'",
          "select lo_import('/etc/hostname')",
          "copy employees to program 'true'");

  private static final List<String> IN_TARGET =
      List.of(
          "create schema den",
          "create table mine (x int)",
          "create function trap() returns int language sql as 'select 1'",
          "create trigger trap before insert on employees"
              + " for each row execute function suppress_redundant_updates_trigger()",
          "create trigger trap before insert on parked_changes"
              + " for each row execute function suppress_redundant_updates_trigger()",
          "alter table employee_versions disable trigger all",
          "set session_replication_role = replica",
          "set role cdc_or_setup",
          "truncate employees",
          "truncate processed_events",
          "select setval('parked_changes_cdc_id_seq', 1)",
          "insert into cdc_schema_history (installed_rank) values (99)");

  /** The consumer may. */
  private static final List<String> WRITES =
      List.of(
          "delete from employees",
          "update employees set city = 'forged'",
          "delete from employee_versions",
          "insert into processed_events (action_id, emp_id) values (77, 77)",
          "update parked_changes set sqlstate = 'forged'",
          "select from parked_changes for key share",
          "update applied_offsets set next_offset = 0",
          "select from applied_offsets for key share");

  /** What attaches our functions to a table of the intruder's. */
  private static final List<String> ATTACHED =
      List.of(
          "create trigger cdc_insert after insert on mine referencing new table as new_rows"
              + " for each statement execute function public.cdc_capture_insert()",
          "create trigger cdc_update after update on mine referencing old table as old_rows"
              + " new table as new_rows"
              + " for each statement execute function public.cdc_capture_update()",
          "create trigger cdc_delete after delete on mine referencing old table as old_rows"
              + " for each statement execute function public.cdc_capture_delete()",
          "create trigger cdc_truncate before truncate on mine"
              + " execute function public.cdc_capture_truncate()",
          "create trigger cdc_after_truncate after truncate on mine"
              + " execute function public.cdc_truncated()");

  /** Runs as whoever converts his type, and shows who that was by what is there afterwards. */
  private static final String OWN_TYPE =
      """
      create type pg_temp.bait as (text text);
      create function pg_temp.spring(pg_temp.bait) returns text language plpgsql as
        $$ begin create table public.sprung (); return 'forged'; end $$;
      create cast (pg_temp.bait as text) with function pg_temp.spring(pg_temp.bait) as assignment;
      """
          + SampleEmployee.TABLE
              .replace("create table employees", "create temporary table mine")
              .replaceFirst("\\bcity [^,]+", "city pg_temp.bait");

  private static final List<String> ON_HIS_OWN =
      List.of(
          "insert into mine (emp_id, city) values (77, row('forged'))",
          "update mine set city = row('forged')",
          "delete from mine",
          "truncate mine");

  private static final String ATTACHABLE =
      "execute on function cdc_capture_insert(), cdc_capture_update(), cdc_capture_delete(),"
          + " cdc_capture_truncate(), cdc_truncated()";

  /** All rows of the tables that are there. */
  private static final String STATE =
      """
      select string_agg(relname || query_to_xml(format('select * from %I', relname), true, true, ''),
        ' ' order by relname)
      from pg_class where relkind in ('r', 'S') and relnamespace = 'public'::regnamespace
      """;

  private static final List<String> ROLES =
      List.of("application", "producer", "consumer", "verify", "monitor", "nobody");

  private static final Map<LocalStack, LocalPipeline> PIPELINES = new HashMap<>();

  @AfterAll
  static void dropRoles() throws SQLException {
    for (LocalPipeline pipeline : PIPELINES.values()) {
      for (Postgres server : List.of(pipeline.stack().source(), pipeline.stack().target())) {
        for (String role : ROLES) {
          asSuperuser(
              server,
              database(pipeline, server),
              "drop owned by %1$s; drop role %1$s".formatted(name(role)));
        }
      }
    }
  }

  static Stream<Arguments> roles() {
    return ROLES.stream()
        .flatMap(role -> Stream.of(Arguments.of(role, true), Arguments.of(role, false)));
  }

  @ParameterizedTest
  @MethodSource("roles")
  void no_role_does_more_than_it_is_for(String role, boolean temporary) throws Exception {
    attack(TestStack.shared(), role, temporary);
  }

  @Tag("nightly")
  @ParameterizedTest
  @MethodSource("roles")
  void no_role_does_more_than_it_is_for_on_a_secure_stack(String role, boolean temporary)
      throws Exception {
    attack(TestStack.secure(), role, temporary);
  }

  private static void attack(LocalStack stack, String role, boolean temporary) throws Exception {
    LocalPipeline pipeline = pipeline(stack);
    for (Postgres server : List.of(stack.source(), stack.target())) {
      String database = database(pipeline, server);
      String before = state(server, database);
      asSuperuser(
          server,
          database,
          (temporary
                  ? "grant temporary on database %s to %s"
                  : "revoke temporary on database %s from %s")
              .formatted(database, name(role)));
      boolean source = server == stack.source();
      try (Connection intruder = connect(server, database, name(role))) {
        execute(intruder, List.of("set search_path = public"));
        for (String sql : source ? IN_SOURCE : IN_TARGET) {
          refused(intruder, sql.replace("cdc_or_setup", server.user()));
        }
        ANYWHERE.forEach(sql -> refused(intruder, sql));
        if (!source && !role.equals("consumer")) {
          WRITES.forEach(sql -> refused(intruder, sql));
        }
        temporaryTable(intruder, temporary, source);
        if (temporary && source) {
          asSuperuser(server, database, "grant " + ATTACHABLE + " to public");
          execute(intruder, ATTACHED);
          asSuperuser(server, database, "revoke " + ATTACHABLE + " from public");
          ON_HIS_OWN.forEach(sql -> refused(intruder, sql));
        }
      }
      assertThat(state(server, database)).isEqualTo(before);
    }
  }

  /** One for all roles, set up for those that set-up knows. */
  private static LocalPipeline pipeline(LocalStack stack) throws Exception {
    LocalPipeline known = PIPELINES.get(stack);
    if (known != null) {
      return known;
    }
    LocalPipeline pipeline = LocalPipeline.create(stack, Contract.standard(), "attacks");
    PIPELINES.put(stack, pipeline);
    Map<String, String> environment = new TreeMap<>(stack.access().environment(StackUser.SETUP));
    environment.putAll(pipeline.environment());
    for (Postgres server : List.of(stack.source(), stack.target())) {
      String database = database(pipeline, server);
      asSuperuser(server, database, "revoke all on database %s from public".formatted(database));
      for (String role : ROLES) {
        asSuperuser(
            server,
            database,
            "create role %1$s login password '%2$s'; grant connect on database %3$s to %1$s"
                .formatted(name(role), PASSWORD, database));
      }
    }
    for (Postgres server : List.of(stack.source(), stack.target())) {
      asSuperuser(server, database(pipeline, server), monitor());
    }
    for (String role : List.of("producer", "consumer", "verify")) {
      environment.put("CDC_%s_ROLE".formatted(role.toUpperCase(Locale.ROOT)), name(role));
    }
    pipeline.giveRights();
    CommandRun setup = CommandRun.of(new Cdc(), environment, "setup");
    assertThat(setup.exitCode()).as(setup.out() + setup.err()).isZero();
    asSuperuser(
        stack.source(),
        pipeline.names().source(),
        "insert into employees (emp_id, city) values (1, 'Graz');"
            + " grant select, insert, update, delete on employees to "
            + name("application"));
    return pipeline;
  }

  private static String monitor() throws IOException {
    return Files.readString(Path.of("..", "docker", "secure", "monitor.sql"))
        .replace("to monitor", "to " + name("monitor"))
        .replace("role monitor", "role " + name("monitor"));
  }

  private static String database(LocalPipeline pipeline, Postgres server) {
    boolean source = server == pipeline.stack().source();
    return source ? pipeline.names().source() : pipeline.names().target();
  }

  private static String name(String role) {
    return "attacker_" + role;
  }

  private static void temporaryTable(Connection intruder, boolean allowed, boolean source)
      throws SQLException {
    if (!allowed) {
      refused(intruder, "create temporary table mine (emp_id int, city text)");
      refused(intruder, OWN_TYPE);
      return;
    }
    execute(intruder, List.of(OWN_TYPE));
    if (source) {
      ATTACHED.forEach(sql -> refused(intruder, sql));
    }
    execute(intruder, ON_HIS_OWN);
  }

  private static void execute(Connection intruder, List<String> statements) throws SQLException {
    try (Statement statement = intruder.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static void refused(Connection intruder, String sql) {
    assertThatThrownBy(
            () -> {
              try (Statement statement = intruder.createStatement()) {
                statement.execute(sql);
              }
            })
        .as(sql)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).as(sql + e).isEqualTo("42501"));
  }

  private static String state(Postgres server, String database) throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(STATE)) {
      answer.next();
      return answer.getString(1);
    }
  }

  private static Connection connect(Postgres server, String database, String role)
      throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl(database), role, PASSWORD);
  }

  private static void asSuperuser(Postgres server, String database, String sql)
      throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
