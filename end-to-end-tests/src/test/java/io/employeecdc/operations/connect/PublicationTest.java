package io.employeecdc.operations.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.Postgres;
import io.employeecdc.localstack.TestStack;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("servers")
class PublicationTest {
  private static final String DATABASE = "publications";
  private static final String NAME = "The employees' log";

  private final Postgres server = TestStack.shared().source();
  private Connection superuser;

  @BeforeAll
  static void create() throws SQLException {
    TestStack.shared().source().createDatabase(DATABASE);
  }

  @BeforeEach
  void connect() throws SQLException {
    superuser = server.connect(DATABASE);
    run(
        """
        drop schema if exists hr, old cascade;
        create schema hr;
        create table hr.employees (emp_id int primary key, city text);
        create table hr.others (id int);
        create table hr.parts (id int) partition by range (id);
        create table hr.part partition of hr.parts default""");
  }

  @AfterEach
  void end() throws SQLException {
    run("drop publication if exists \"%s\"".formatted(NAME));
    superuser.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for table hr.employees",
        "for table hr.employees, hr.others",
        "for table hr.employees (emp_id)",
        "for tables in schema hr",
        "for table hr.employees where (emp_id > 0), tables in schema hr",
        "for all tables"
      })
  void has_all_of_a_table(String what) throws SQLException {
    make(what);

    assertThat(found("employees").whole()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "for table hr.others",
        "for table hr.employees where (emp_id > 0)",
        "for all tables with (publish = 'insert, update, delete')"
      })
  void has_not_all_of_it(String what) throws SQLException {
    make(what);

    assertThat(found("employees").whole()).isFalse();
  }

  /** The connector passes over what is said in the partitions' names. */
  @Test
  void has_all_of_a_partitioned_table_only_in_its_name() throws SQLException {
    make("for table hr.parts with (publish_via_partition_root = true)");
    Publication first = found("parts");
    assertThat(first.whole()).isTrue();
    run("create table hr.second partition of hr.parts for values from (1) to (2)");
    assertThat(found("parts").continues(first)).isTrue();

    run("alter publication \"%s\" set (publish_via_partition_root = false)".formatted(NAME));
    assertThat(found("parts").whole()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "add table hr.others",
        "set table hr.employees, hr.others",
        "set table hr.employees",
        "set table hr.employees (emp_id, city)",
        "owner to current_user",
        "set (publish_via_partition_root = true)"
      })
  void goes_on_when_it_is_altered_and_keeps_the_table(String how) throws SQLException {
    make("for table hr.employees");
    Publication before = found("employees");

    run("alter publication \"%s\" %s".formatted(NAME, how));

    assertThat(found("employees").whole()).isTrue();
    assertThat(found("employees").continues(before)).isTrue();
  }

  @Test
  void does_not_go_on_once_it_or_its_table_was_away() throws SQLException {
    make("for table hr.employees");
    Publication first = found("employees");

    run("alter publication \"%s\" drop table hr.employees".formatted(NAME));
    assertThat(found("employees").whole()).isFalse();
    run("alter publication \"%s\" add table hr.employees".formatted(NAME));
    Publication second = found("employees");
    assertThat(second.continues(first)).isFalse();
    run("drop publication \"%s\"".formatted(NAME));
    assertThat(Publication.of(superuser, NAME, "employees")).isEmpty();
    make("for table hr.employees");
    assertThat(found("employees").continues(second)).isFalse();
  }

  @Test
  void does_not_go_on_with_a_table_of_the_same_name_in_another_schema() throws SQLException {
    run("create schema old; create table old.employees (emp_id int primary key)");
    make("for table hr.employees, old.employees");
    run("set search_path = hr");
    Publication first = found("employees");
    assertThat(first.whole()).isTrue();

    run("alter publication \"%s\" drop table hr.employees".formatted(NAME));
    assertThat(found("employees").whole()).isFalse();
    run("alter publication \"%s\" add table hr.employees".formatted(NAME));
    Publication second = found("employees");
    assertThat(second.continues(first)).isFalse();
    run("alter publication \"%s\" drop table old.employees".formatted(NAME));
    assertThat(found("employees")).isEqualTo(second);
  }

  @Test
  void is_seen_without_rights_and_while_somebody_alters_the_table() throws SQLException {
    make("for table hr.employees");
    Publication seen = found("employees");
    run("drop role if exists stranger; create role stranger");
    try (Connection stranger = server.connect(DATABASE);
        Statement session = stranger.createStatement()) {
      session.execute("set role stranger; set lock_timeout = '1s'");
      superuser.setAutoCommit(false);
      run("alter table hr.employees alter city type varchar(10)");

      assertThat(Publication.of(stranger, NAME, "employees")).isEqualTo(Optional.of(seen));
    } finally {
      superuser.rollback();
      superuser.setAutoCommit(true);
    }
    run("drop role stranger");
  }

  private void make(String what) throws SQLException {
    run("create publication \"%s\" %s".formatted(NAME, what));
  }

  private Publication found(String table) throws SQLException {
    return Publication.of(superuser, NAME, table).orElseThrow();
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = superuser.createStatement()) {
      statement.execute(sql);
    }
  }
}
