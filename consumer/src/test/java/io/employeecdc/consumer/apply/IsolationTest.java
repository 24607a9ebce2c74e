package io.employeecdc.consumer.apply;

import static io.employeecdc.consumer.testing.Changes.CAPTURED_AT;
import static io.employeecdc.consumer.testing.Changes.deleted;
import static io.employeecdc.consumer.testing.Changes.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.consumer.testing.StatementCounter;
import io.employeecdc.consumer.testing.TestTarget;
import io.employeecdc.schema.Employee;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IsolationTest {
  private static final String TOO_LONG = "x".repeat(101);

  private final TestTarget target = new TestTarget();
  private final ChangeApplier applier = new ChangeApplier(target.pool());

  @AfterEach
  void closeTarget() {
    target.close();
  }

  @Test
  void applies_the_neighbours_of_a_bad_row() throws SQLException {
    List<Change> batch = new ArrayList<>();
    IntStream.range(0, 100).forEach(i -> batch.add(written(i, i, i == 42 ? TOO_LONG : "Rome")));
    Isolation isolation = Isolation.together(batch);

    isolation.run(applier, (changes, counts) -> {});

    assertThat(isolation.counts()).isEqualTo(new Counts(99, 0, 0));
    assertThat(isolation.failed()).extracting(one -> one.change().actionId()).containsExactly(42L);
    assertThat(isolation.failed().get(0).fault().sqlState()).isEqualTo("22001");
    assertThat(target.column("select count(*) from employees")).containsExactly("99");
  }

  @Test
  void a_unique_value_is_handed_from_one_employee_to_another_in_one_batch() throws SQLException {
    target.execute("alter table employees add constraint one_per_city unique (city)");
    applier.apply(List.of(written(1, 1, "Rome"), written(2, 9, "Oslo")));

    // In the order of the keys, employee 1 would take Oslo before 9 has left it; the chain goes on.
    Isolation isolation =
        Isolation.together(
            List.of(
                written(3, 9, "Bern"),
                written(4, 1, "Oslo"),
                written(5, 5, "Rome"),
                deleted(6, 9),
                written(7, 2, "Bern")));
    isolation.run(applier, (changes, counts) -> {});

    assertThat(isolation.failed()).isEmpty();
    assertThat(target.column("select emp_id || ' ' || city from employees order by emp_id"))
        .containsExactly("1 Oslo", "2 Bern", "5 Rome");
  }

  @Test
  void goes_on_where_it_was_after_an_outage() throws SQLException {
    Isolation isolation =
        Isolation.together(List.of(written(1, 1, TOO_LONG), written(2, 2, "Rome")));
    target.execute("alter table employees rename to elsewhere");
    assertThatThrownBy(() -> isolation.run(applier, (changes, counts) -> {}))
        .isInstanceOf(SQLException.class);
    target.execute("alter table elsewhere rename to employees");

    isolation.run(applier, (changes, counts) -> {});

    assertThat(isolation.counts()).isEqualTo(new Counts(1, 0, 0));
    assertThat(isolation.failed()).hasSize(1);
  }

  @Test
  void the_reason_of_a_failure_names_the_constraint_and_no_value() throws SQLException {
    target.execute("alter table employees add constraint one_per_city unique (city)");
    applier.apply(List.of(written(1, 1, "SecretCity")));
    Isolation isolation = Isolation.together(List.of(written(2, 2, "SecretCity")));

    isolation.run(applier, (changes, counts) -> {});

    Fault fault = isolation.failed().get(0).fault();
    assertThat(fault.sqlState()).isEqualTo("23505");
    assertThat(fault.constraint()).contains("one_per_city");
    assertThat(fault.message()).contains("one_per_city").doesNotContain("Secret");
  }

  @Test
  void bad_rows_of_many_kinds_cost_a_few_statements_each_and_not_a_halving() throws SQLException {
    constrain();
    applier.apply(List.of(written(1, 1_000_000, "Held")));
    List<Change> batch = batchWithBadRows(2, 10_000, 500);
    StatementCounter counter = new StatementCounter(target.pool());
    Isolation isolation = Isolation.together(batch);

    isolation.run(new ChangeApplier(counter.dataSource()), (changes, counts) -> {});

    assertThat(isolation.counts()).isEqualTo(new Counts(9_980, 0, 0));
    assertThat(isolation.failed())
        .extracting(one -> one.fault().sqlState())
        .hasSize(20)
        .containsOnly("22001", "23502", "23514", "23505");
    assertThat(target.column("select count(*) from employees")).containsExactly("9981");
    // The failed attempt, the question in two parts, the others, and each suspect on its own.
    assertThat(counter.executions()).isLessThanOrEqualTo(4 + 2 + 4 + 20);
  }

  @Test
  void one_bad_row_that_no_waiting_cures_is_tried_three_times_in_three_more_round_trips()
      throws SQLException {
    constrain();
    List<Change> batch = batchWithBadRows(1, 10_000, 10_000);
    StatementCounter counter = new StatementCounter(target.pool());
    Isolation isolation = Isolation.together(batch, 3);

    isolation.run(new ChangeApplier(counter.dataSource()), (changes, counts) -> {});

    assertThat(isolation.counts().applied()).isEqualTo(9_999);
    assertThat(isolation.failed()).singleElement().extracting("attempts").isEqualTo(3);
    assertThat(counter.executions()).isLessThanOrEqualTo(4 + 2 + 4 + 3);
  }

  @Test
  void what_another_row_may_cure_is_not_tried_again_at_once() throws SQLException {
    constrain();
    applier.apply(List.of(written(1, 1, "Rome")));
    Isolation isolation = Isolation.together(List.of(written(2, 2, "Rome")), 3);

    isolation.run(applier, (changes, counts) -> {});

    assertThat(isolation.failed()).singleElement().extracting("attempts").isEqualTo(1);
  }

  @Test
  void where_one_batch_had_bad_rows_those_of_the_next_are_known_before_it_is_tried()
      throws SQLException {
    constrain();
    applier.apply(List.of(written(1, 1_000_000, "Held")));
    Isolation.together(batchWithBadRows(2, 100, 50)).run(applier, (changes, counts) -> {});
    List<Integer> sizes = new ArrayList<>();

    Isolation.together(batchWithBadRows(1000, 100, 50))
        .run(applier, (changes, counts) -> sizes.add(changes.size()));

    assertThat(sizes.get(0)).isEqualTo(98);
    assertThat(applier.suspects(List.of(written(2000, 1, "Fine")))).isEmpty();
    assertThat(applier.expectsBad()).isFalse();
  }

  @Test
  void a_suspect_that_the_target_takes_is_applied() throws SQLException {
    // Too long only by blanks, which the server cuts off.
    Change blanks = written(2, 2, "Rome" + " ".repeat(200));
    Isolation isolation = Isolation.together(List.of(written(1, 1, TOO_LONG), blanks));

    isolation.run(applier, (changes, counts) -> {});

    assertThat(isolation.counts()).isEqualTo(new Counts(1, 0, 0));
    assertThat(isolation.failed()).extracting(one -> one.change().employeeId()).containsExactly(1);
  }

  @Test
  void what_only_a_trigger_refuses_is_found_by_halving() throws SQLException {
    target.execute(
        """
        create function refuse() returns trigger language plpgsql as
          $$ begin raise exception 'no %', new.city; end $$;
        create trigger refuse before insert on employees for each row
          when (new.city = 'Nowhere') execute function refuse()""");
    List<Change> batch = new ArrayList<>();
    IntStream.range(0, 100).forEach(i -> batch.add(written(i, i, i == 42 ? "Nowhere" : "Rome")));
    Isolation isolation = Isolation.together(batch);

    isolation.run(applier, (changes, counts) -> {});

    assertThat(isolation.counts()).isEqualTo(new Counts(99, 0, 0));
    assertThat(isolation.failed()).extracting(one -> one.change().employeeId()).containsExactly(42);
    assertThat(isolation.failed().get(0).fault().message()).doesNotContain("Nowhere");
  }

  @Test
  void constraints_of_every_kind_can_be_asked_whatever_their_names() throws SQLException {
    target.execute(
        """
        create schema "s'; drop table employees; --";
        create table "s'; drop table employees; --"."to""wns" ("na""me" varchar(100) primary key);
        insert into "s'; drop table employees; --"."to""wns" values ('Rome'), ('Oslo');
        alter table employees
          add column "ex""tra" int not null default 0,
          add constraint "in'town" foreign key (city)
            references "s'; drop table employees; --"."to""wns",
          add constraint "%s" check (first_name !~ '%s' and salary < 1000),
          add constraint two unique (first_name, city),
          add check ("ex""tra" < 5)""");
    Change stranger = written(3, 3, "Riga");
    Change second = written(4, 4, "Rome");

    List<Change> found =
        applier.suspects(List.of(second, written(2, 2, "Rome"), stranger, written(1, 1, "Oslo")));

    assertThat(found).containsExactlyInAnyOrder(stranger, second);
  }

  @Test
  void what_cannot_be_sent_at_all_does_not_hide_the_other_bad_rows() throws SQLException {
    Change nul = written(1, 1, "a\0b");
    Change tooLong = written(2, 2, TOO_LONG);

    assertThat(applier.suspects(List.of(nul, tooLong, written(3, 3, "Rome"))))
        .containsExactlyInAnyOrder(nul, tooLong);
  }

  private void constrain() throws SQLException {
    target.execute(
        """
        alter table employees alter last_name set not null,
          add constraint paid check (salary > 0), add constraint one_per_city unique (city)""");
  }

  /**
   * One bad row in {@code every}: too long, null, refused by CHECK, or held by another, in turn.
   */
  private static List<Change> batchWithBadRows(int firstAction, int size, int every) {
    List<Change> batch = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int kind = i % every == every / 2 ? i / every % 4 : -1;
      String city = "City " + (firstAction + i);
      Employee row =
          new Employee(
              "Ada",
              kind == 1 ? null : "Lovelace",
              null,
              kind == 0 ? TOO_LONG : kind == 3 ? "Held" : city,
              kind == 2 ? -1 : 100);
      batch.add(new Change(firstAction + i, firstAction + i, row, CAPTURED_AT, 0));
    }
    return batch;
  }
}
