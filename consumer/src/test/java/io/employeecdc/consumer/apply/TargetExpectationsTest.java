package io.employeecdc.consumer.apply;

import static io.employeecdc.consumer.testing.Changes.deleted;
import static io.employeecdc.consumer.testing.Changes.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.consumer.target.TargetCheck;
import io.employeecdc.consumer.testing.Applying;
import io.employeecdc.consumer.testing.Changes;
import io.employeecdc.consumer.testing.TestTarget;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.Query;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A target that cannot hold what comes, or would read differently, is refused by name. */
@Tag("servers")
class TargetExpectationsTest {
  private final TestTarget target = new TestTarget();

  @AfterEach
  void close() {
    target.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table employees alter column emp_id add generated always as identity",
        "alter table employees drop constraint employees_pkey",
        "alter table employees drop constraint employees_pkey, add primary key (emp_id) deferrable",
        "alter table employees drop constraint employees_pkey, add primary key (emp_id, salary)",
        "alter table employees alter column salary type numeric(12,2)",
        "alter table employees alter column dob type timestamp",
        "alter table employees drop column city",
        "alter table employees set unlogged",
        "alter table employee_versions set unlogged",
        "alter table applied_offsets set unlogged",
        "alter table employees drop column salary,"
            + " add column salary int generated always as (emp_id * 2) stored"
      })
  void what_does_not_fit_is_refused_and_the_advice_helps(String fault) throws SQLException {
    target.execute(fault);

    CdcException refused = (CdcException) catchThrowable(this::check);

    assertThat(refused.code()).isEqualTo(ErrorCode.DATABASE_NOT_SET_UP);
    Matcher advice = Pattern.compile("alter table [^;]+").matcher(refused.getMessage());
    assertThat(advice.results()).isNotEmpty();
    advice.reset();
    while (advice.find()) {
      target.execute(advice.group());
    }
    check();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table employees add column shoe_size int not null",
        "create rule ignored as on insert to employees do instead nothing",
        "create rule ignored as on insert to processed_events do instead nothing",
        "create function gone() returns trigger language plpgsql as 'begin return null; end';"
            + " create trigger gone before insert on employee_versions for each row execute function gone()",
        "alter table employees enable row level security; alter table employees force row level security",
        "alter table employees rename to people; create view employees as select * from people"
      })
  void what_would_refuse_swallow_or_hide_rows_is_refused(String fault) throws SQLException {
    target.execute(fault);

    assertThatThrownBy(this::check)
        .isInstanceOf(CdcException.class)
        .hasMessageMatching(".*(employees|processed_events|employee_versions).*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table employees add column shoe_size int not null default 42, add column note text",
        "alter table employees alter column city type text, alter column first_name type varchar(300),"
            + " alter column last_name type varchar(40)",
        "alter table employees add constraint rich check (salary > 0), add unique (last_name, dob)",
        "create table departments (city varchar primary key);"
            + " alter table employees add foreign key (city) references departments"
      })
  void what_its_owners_add_is_welcome(String addition) throws SQLException {
    target.execute(addition);

    check();
  }

  /** Nothing follows that PostgreSQL would refuse. */
  @ParameterizedTest
  @ValueSource(strings = {"salary", "(emp_id % 4)"})
  void one_that_is_partitioned_by_something_else_is_told_to_be_made_anew(String by)
      throws SQLException {
    partition(by);

    assertThatThrownBy(this::check)
        .hasMessageContaining("partitioned by something else")
        .hasMessageNotContaining("alter table");

    target.execute("drop table employees; alter table whole rename to employees");
    partition("emp_id");
    target.execute("alter table employees add primary key (emp_id)");
    check();
  }

  @Test
  void one_that_is_partitioned_by_its_key_takes_every_kind_of_change() throws SQLException {
    partition("emp_id");
    target.execute("alter table employees add primary key (emp_id)");
    check();
    ChangeApplier applier = new ChangeApplier(new Target(target.pool(), Changes.VERSIONS));

    Applying.apply(
        applier, List.of(written(1, 1, "Rome"), written(2, 2, "Oslo"), written(3, 3, "Bern")));
    target.execute("alter table employees add check (city <> 'Kiel')");
    Applied applied =
        Applying.apply(
            applier, List.of(written(4, 1, "Riga"), written(5, 2, "Kiel"), deleted(6, 3)));

    assertThat(applied.failed()).containsExactly((Outcome.Failed) applied.outcomes().get(1));
    assertThat(target.column("select city from employees order by emp_id"))
        .containsExactly("Riga", "Oslo");
  }

  private void partition(String by) throws SQLException {
    target.execute(
        "alter table employees rename to whole;"
            + " create table employees (like whole including defaults) partition by hash (%s);"
                .formatted(by)
            + " create table even partition of employees for values with (modulus 2, remainder 0);"
            + " create table odd partition of employees for values with (modulus 2, remainder 1)");
  }

  @Test
  @Timeout(20)
  void a_look_takes_no_lock_on_any_table() throws Exception {
    try (Connection application = target.connect();
        Statement statement = application.createStatement()) {
      application.setAutoCommit(false);
      statement.execute("lock table employees, employee_versions in access exclusive mode");

      check();
    }
  }

  /** Nor more than one statement, planned once, however many looks a session lives for. */
  @Test
  void a_look_is_one_statement_that_the_server_has_planned_before() throws SQLException {
    target.executeAsSuperuser(
        "alter database %s set log_statement = 'all'".formatted(target.name()));
    try (HikariDataSource pool = DataSources.pool(target.settings(), 1, Target.SESSION, null)) {
      TargetCheck check = new TargetCheck(new Target(pool, Changes.VERSIONS));
      String session = "[" + first(pool, "select pg_backend_pid()") + "]";
      long before = statements(session).count();
      for (int look = 1; look <= 10; look++) {
        check.verify();
      }

      assertThat(statements(session).skip(before)).hasSize(10);
      assertThat(
              first(
                  pool,
                  "select generic_plans || ' ' || custom_plans from pg_prepared_statements"
                      + " where statement like '%may turn our writes into others%'"))
          .isEqualTo("10 0");
    }
  }

  private static Stream<String> statements(String session) {
    return TestStack.shared()
        .target()
        .printed()
        .lines()
        .filter(line -> line.contains(session) && line.matches(".*LOG:  (execute|statement).*"));
  }

  private static String first(HikariDataSource pool, String sql) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return Query.one(connection, sql, row -> row.getString(1));
    }
  }

  @Test
  void each_column_that_does_not_fit_is_a_finding_of_its_own() throws SQLException {
    target.execute(
        "alter table employees drop column city, alter column salary type numeric(12,2),"
            + " add column shoe_size int not null, add column hat_size int not null");

    try (Connection connection = target.connect()) {
      assertThat(new TargetCheck(new Target(target.pool(), Changes.VERSIONS)).ofTable(connection))
          .hasSize(4)
          .allMatch(finding -> finding.split("run: ").length == 2);
    }
  }

  @Test
  void a_table_of_set_up_that_is_missing_is_named() throws SQLException {
    target.execute("drop table processed_events");

    assertThatThrownBy(this::check)
        .hasMessageContaining("no table processed_events; run 'cdc setup'");
  }

  @Test
  void a_column_that_builds_of_before_did_not_make_is_named_and_set_up_adds_it() throws Exception {
    target.execute("alter table applied_offsets drop column topic_id");

    assertThatThrownBy(this::check)
        .hasMessageContaining("applied_offsets has no column topic_id; run 'cdc setup'");
    target.setUpAgain();
    check();
    assertThat(new AppliedOffsets(new Target(target.pool(), Changes.VERSIONS)).read("any"))
        .isEmpty();
  }

  private void check() throws SQLException {
    new TargetCheck(new Target(target.pool(), Changes.VERSIONS)).verify();
  }
}
