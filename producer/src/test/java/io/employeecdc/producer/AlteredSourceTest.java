package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.producer.capture.CaptureCheck;
import io.employeecdc.runtime.failure.ErrorCode;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be done to a source beside a producer, and what is published as it is all the same. */
@Tag("servers")
class AlteredSourceTest {
  private static int pipes;

  /** What administrators do every day changes no row and stops nobody. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "vacuum full employees",
        "alter table employees alter column city set statistics 500, alter column city set default 'x'",
        "alter table employees alter column city set not null",
        "create index by_city on employees (city); analyze employees; reindex table employees",
        "grant select (city) on employees to public; revoke select (city) on employees from public",
        "alter table employees add column note text default random()::text",
        "truncate employees; insert into employees (emp_id) values (1)",
        "alter table employees alter column city set statistics 500; commit; truncate employees",
        "grant execute on all functions in schema public to current_user",
        "vacuum freeze employees"
      })
  void what_changes_no_row_unseen_is_allowed(String sql) throws Exception {
    Pipe pipe = pipe();
    try (RunningProducer producer = pipe.produce()) {
      producer.awaitRound();

      pipe.source().execute(sql);
      producer.letPass(Duration.ofSeconds(30));

      pipe.source().execute("insert into employees (emp_id, city) values (2, 'Lyon')");
      assertThat(pipe.untilCaughtUp()).extracting(Change::employeeId).contains(2);
      producer.awaitRound();
      assertThat(producer.end()).isNotDone();
    }
  }

  /** The server then writes the column's row of the catalog anew, though nobody altered it. */
  @Test
  void a_table_may_be_written_anew_whose_column_has_a_default_that_its_rows_never_got()
      throws Exception {
    String name = "altered_source_" + pipes++;
    SourceDatabase source = SourceDatabase.empty(name);
    source.execute(
        "create table employees (emp_id int primary key, first_name varchar(100), last_name varchar(100),"
            + " dob date, salary int, email varchar(200))",
        "insert into employees (emp_id) values (1)",
        "alter table employees add column city varchar(100) default 'Lyon'");
    source.migrate();
    CaptureCheck check = new CaptureCheck(Contract.standard().versions());
    try (Connection ours = source.connect();
        Statement settings = ours.createStatement()) {
      settings.execute("set row_security = off");
      check.verify(ours);

      source.execute("vacuum full employees");

      check.verify(ours);
    }
  }

  /** An application that holds its table for itself must not hold up the looks, nor they it. */
  @Test
  @Timeout(20)
  void a_look_takes_no_lock_on_the_table() throws Exception {
    Pipe pipe = pipe();
    CaptureCheck check = new CaptureCheck(Contract.standard().versions());
    try (Connection application = pipe.source().connect();
        Connection ours = pipe.source().connect();
        Statement statement = application.createStatement();
        Statement settings = ours.createStatement()) {
      settings.execute("set row_security = off; set lock_timeout = '1s'");
      application.setAutoCommit(false);
      statement.execute("lock table employees in access exclusive mode");
      check.verify(ours);
    }
  }

  /** Its eight bytes were read as an int of four, which is 0. */
  @Test
  void a_column_of_the_capture_table_that_got_another_type_is_published_as_what_it_is()
      throws Exception {
    Pipe pipe = pipe();
    pipe.source()
        .execute(
            "alter table emp_cdc alter column salary type bigint, alter column dob type timestamp",
            "insert into employees (emp_id, salary, dob) values (1, 4711, '1970-01-03')");

    try (RunningProducer producer = pipe.produce()) {
      assertThat(pipe.untilCaughtUp())
          .singleElement()
          .satisfies(change -> assertThat(change.text()).contains("4711", "1970-01-03"));
      assertThat(producer.end()).isNotDone();
    }
  }

  /** Both ends are looked at, and once the retention has come to it, it is at one. */
  @Test
  void a_change_of_another_server_in_the_middle_is_found_when_those_before_it_are_removed()
      throws Exception {
    Pipe pipe = pipe();
    pipe.source()
        .execute("insert into employees (emp_id) select g from generate_series(1, 3000) g");
    try (Ending producer = new Ending(pipe.produce())) {
      pipe.untilCaughtUp();
      pipe.source()
          .execute(
              "with gap as (delete from emp_cdc where emp_id = 1500 returning *)"
                  + " insert into emp_cdc (action_id, txid, cdc_version, action, emp_id) overriding system value"
                  + " select action_id, (txid::text::bigint + 1000000)::text::xid8, cdc_version, action, emp_id from gap");
      producer.producer().letPass(Duration.ofSeconds(30));
      producer.producer().awaitRound();
      assertThat(producer.producer().end()).isNotDone();

      pipe.source().execute("delete from emp_cdc where emp_id < 1000");
      producer.producer().letPass(Duration.ofSeconds(30));

      assertThat(producer.failure().code()).isEqualTo(ErrorCode.SOURCE_BEHIND);
      assertThat(producer.failure()).hasMessageContaining("copied from another server");
    }
  }

  private static Pipe pipe() throws Exception {
    return Pipe.create("altered_source_" + pipes++);
  }
}
