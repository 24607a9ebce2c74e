package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.contract.SampleEmployee;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What somebody does with rights that the owner gave, and that were not meant for our objects. */
@Tag("servers")
class OthersRightsTest {
  private static final String RIGHTS_OF_OTHERS =
      """
      select coalesce(grantee::regrole::text, 'public') || ' ' || privilege_type || ' ' || name
      from (select relname as name, relowner as owner, relacl as acl, relnamespace as place from pg_class
            union all select proname, proowner, proacl, pronamespace from pg_proc) o, aclexplode(acl)
      where name like '%cdc%' and place = 'public'::regnamespace and grantee <> owner order by 1
      """;
  private static int databases;

  private SourceDatabase source;

  @BeforeEach
  void give() throws SQLException {
    source = SourceDatabase.empty("others_rights_" + databases++);
    source.asSuperuser(
        "create role clerk_of_others login password 'clerk'",
        "create role reader_of_others",
        "create schema den authorization clerk_of_others");
  }

  @AfterEach
  void take() throws SQLException {
    source.asSuperuser(
        "drop owned by clerk_of_others, reader_of_others cascade",
        "drop role clerk_of_others, reader_of_others");
  }

  @Test
  void default_privileges_give_nobody_a_right_on_what_setup_makes() throws SQLException {
    source.execute(
        "alter default privileges grant all on tables to clerk_of_others",
        "alter default privileges grant all on sequences to clerk_of_others with grant option",
        "alter default privileges grant all on functions to clerk_of_others",
        "alter default privileges grant select on tables to public");

    source.migrate();

    assertThat(source.query(RIGHTS_OF_OTHERS)).isEmpty();
  }

  @Test
  void who_was_given_what_setup_gives_keeps_it_when_the_capture_is_made_anew() throws SQLException {
    source.migrate();
    source.execute(
        "grant select, delete on emp_cdc to reader_of_others",
        "grant insert, select on emp_cdc to clerk_of_others",
        "delete from flyway_schema_history where script = 'R__capture.sql'");

    source.migrate();

    assertThat(source.query(RIGHTS_OF_OTHERS))
        .containsExactly("reader_of_others DELETE emp_cdc", "reader_of_others SELECT emp_cdc");
  }

  @Test
  void a_row_written_while_the_table_is_truncated_is_refused() throws SQLException {
    source.migrate();
    source.execute(
        "grant all on employees to clerk_of_others", "insert into employees (emp_id) values (1)");
    try (Connection clerk =
            DriverManager.getConnection(source.settings().url(), "clerk_of_others", "clerk");
        Statement statement = clerk.createStatement()) {
      statement.execute("create table den.mine (x int)");
      statement.execute(
          """
          create function den.write() returns trigger language plpgsql as
          $$ begin insert into public.employees (emp_id) values (77); return null; end $$
          """);
      statement.execute(
          "create trigger write before truncate on den.mine"
              + " for each statement execute function den.write()");

      assertThatThrownBy(() -> statement.execute("truncate public.employees, den.mine"))
          .hasMessageContaining("while it was truncated");
      statement.execute(
          "begin; truncate public.employees; insert into public.employees (emp_id)"
              + " values (2); truncate public.employees; truncate public.employees; commit");
    }
    assertThat(source.query("select action || emp_id from emp_cdc order by action_id"))
        .containsExactly("INSERT1", "DELETE1", "INSERT2", "DELETE2");
  }

  @Test
  void texts_that_a_collation_calls_equal_are_two() throws SQLException {
    source.execute(
        "create collation ignoring_case"
            + " (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
        SampleEmployee.TABLE,
        "alter table employees alter city type varchar(100) collate ignoring_case");
    source.migrate();
    source.execute(
        """
        create function again() returns trigger language plpgsql as $$ begin
          if new.city::bytea = 'graz' then update employees set city = 'GRAZ'; end if;
          return null;
        end $$
        """,
        "create trigger again after update on employees for each row execute function again()",
        "insert into employees (emp_id) values (1)",
        "update employees set city = 'graz'");

    assertThat(source.query("select city from emp_cdc order by action_id desc limit 1"))
        .isEqualTo(source.query("select city from employees"));
  }
}
