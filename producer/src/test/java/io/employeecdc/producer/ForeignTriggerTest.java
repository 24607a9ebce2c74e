package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.producer.capture.CaptureCheck;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What somebody tries who may make tables of his own: to have a change captured that nobody made to
 * employees, and to run code with the rights of its owner. All of it worked while everybody could
 * attach our functions to a table and they did not ask which table called them.
 */
@Tag("servers")
class ForeignTriggerTest {
  private static final List<String> OURS =
      List.of("cdc_capture_insert", "cdc_capture_update", "cdc_capture_delete");
  private static final String LIKE_EMPLOYEES = "create temp table mine (like employees)";
  private static int databases;

  private SourceDatabase source;

  @BeforeEach
  void give() throws SQLException {
    source = SourceDatabase.migrated("foreign_trigger_" + databases++);
    source.asSuperuser(
        "create role intruder login password 'intruder'",
        "create schema den authorization intruder",
        "grant all on employees to intruder");
    source.execute("insert into employees (emp_id, city) values (1, 'Graz')");
  }

  @AfterEach
  void take() throws SQLException {
    source.asSuperuser("drop owned by intruder cascade", "drop role intruder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"temp table mine", "table den.mine"})
  void nobody_else_may_attach_our_functions_to_a_table(String table) throws SQLException {
    try (Connection intruder = intruder();
        Statement statement = intruder.createStatement()) {
      statement.execute("create %s (like public.employees)".formatted(table));
      String name = table.substring(table.lastIndexOf(' ') + 1);
      for (String attach : triggers(name)) {
        refused(() -> statement.execute(attach), "permission denied for function");
      }
    }
  }

  /** Whoever could attach them before may do so no more, but his triggers stay. */
  @Test
  void a_trigger_made_while_everybody_could_is_refused_and_captures_nothing() throws SQLException {
    long captured = source.count("emp_cdc");
    try (Connection intruder = intruder();
        Statement statement = intruder.createStatement()) {
      statement.execute(LIKE_EMPLOYEES);
      whileEverybodyCan(statement, triggers("mine"));

      refused(() -> statement.execute("insert into mine (emp_id) values (2)"), "not the table");
      refused(() -> statement.execute("update mine set city = 'Linz'"), "not the table");
      refused(() -> statement.execute("delete from mine"), "not the table");
      refused(() -> statement.execute("truncate mine"), "not the table");
      assertThat(reported()).containsExactlyElementsOf(reportedAs("pg_temp.mine", intruder));
    }
    assertThat(source.count("emp_cdc")).isEqualTo(captured);
  }

  @Test
  void a_cast_of_the_intruders_is_not_run_with_the_owners_rights() throws SQLException {
    try (Connection intruder = intruder();
        Statement statement = intruder.createStatement()) {
      statement.execute("set search_path = den");
      statement.execute("create type bait as (text text)");
      statement.execute("create table prey (as_whom text)");
      statement.execute("grant all on schema den to public");
      statement.execute("grant all on prey to public");
      statement.execute(
          """
          create function spring(bait) returns text language plpgsql as
          $$ begin insert into den.prey values (current_user); return 'x'; end $$
          """);
      statement.execute("create cast (bait as text) with function spring(bait) as assignment");
      statement.execute(
          "create table mine (emp_id int, first_name bait, last_name text, dob date, city text,"
              + " salary int)");
      whileEverybodyCan(statement, triggers("mine"));

      refused(() -> statement.execute("insert into mine values (1, row('x'))"), "not the table");
    }
    assertThat(source.query("select as_whom from den.prey")).isEmpty();
  }

  /** Here he may not only make it but also fire it; of the writers, nobody shall notice. */
  @Test
  void a_trigger_on_a_table_of_the_owners_captures_nothing() throws SQLException {
    source.execute(
        "create table other (like employees)", "grant all on other, employees to intruder");
    try (Connection intruder = intruder();
        Statement statement = intruder.createStatement()) {
      whileEverybodyCan(statement, triggers("other"));
      // The first would turn a row back with each change, the second empty the target.
      whileEverybodyCan(
          statement,
          List.of(
              "create trigger back after update on employees referencing old table as new_rows"
                  + " for each statement execute function cdc_capture_insert()",
              "create trigger wipe after update on employees"
                  + " for each statement execute function cdc_capture_truncate()",
              "create trigger emptied after truncate on other"
                  + " for each statement execute function cdc_truncated()"));
    }
    List<String> before = source.query("select action from emp_cdc order by action_id");

    source.execute(
        "insert into other (emp_id) values (9)",
        "truncate other",
        "update employees set city = 'Wien'");

    assertThat(before).containsExactly("INSERT");
    assertThat(source.query("select action || coalesce(city, '') from emp_cdc order by action_id"))
        .containsExactly("INSERTGraz", "UPDATEWien");
    assertThat(reported())
        .contains(
            "back on employees", "wipe on employees", "cdc_truncate on other", "emptied on other");
  }

  @Test
  void writers_of_a_table_that_was_renamed_notice_nothing() throws SQLException {
    long captured = source.count("emp_cdc");

    source.execute(
        "alter table employees rename to people",
        "insert into people (emp_id) values (2)",
        "update people set city = 'Wels'",
        "delete from people where emp_id = 2",
        "truncate people");

    assertThat(source.count("emp_cdc")).isEqualTo(captured);
  }

  @Test
  void ours_are_not_reported() throws SQLException {
    assertThat(reported()).isEmpty();
  }

  private void whileEverybodyCan(Statement statement, List<String> sql) throws SQLException {
    String functions = String.join("(), ", OURS) + "(), cdc_capture_truncate(), cdc_truncated()";
    source.execute("grant execute on function " + functions + " to public");
    for (String each : sql) {
      statement.execute(each);
    }
    source.execute("revoke execute on function " + functions + " from public");
  }

  /** The same that set-up makes on employees. */
  private static List<String> triggers(String table) {
    return List.of(
        trigger("insert", table, "referencing new table as new_rows"),
        trigger("update", table, "referencing old table as old_rows new table as new_rows"),
        trigger("delete", table, "referencing old table as old_rows"),
        "create trigger cdc_truncate before truncate on %s execute function public.cdc_capture_truncate()"
            .formatted(table));
  }

  private static String trigger(String on, String table, String referencing) {
    return "create trigger cdc_%s after %1$s on %s %s for each statement execute function public.cdc_capture_%1$s()"
        .formatted(on, table, referencing);
  }

  private static List<String> reportedAs(String table, Connection session) throws SQLException {
    try (Statement statement = session.createStatement();
        var name =
            statement.executeQuery(
                "select nspname from pg_namespace where oid = pg_my_temp_schema()")) {
      name.next();
      String qualified = table.replace("pg_temp", name.getString(1));
      return List.of(
          "cdc_delete on " + qualified,
          "cdc_insert on " + qualified,
          "cdc_truncate on " + qualified,
          "cdc_update on " + qualified);
    }
  }

  private List<String> reported() throws SQLException {
    try (Connection connection = source.connect()) {
      return new CaptureCheck(Contract.standard().versions()).foreignTriggers(connection);
    }
  }

  private static void refused(ThrowingCallable attempt, String why) {
    assertThatThrownBy(attempt)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"))
        .hasMessageContaining(why);
  }

  private Connection intruder() throws SQLException {
    return DriverManager.getConnection(source.settings().url(), "intruder", "intruder");
  }
}
