package io.employeecdc.consumer.apply;

import static io.employeecdc.consumer.testing.Applying.apply;
import static io.employeecdc.consumer.testing.Changes.change;
import static io.employeecdc.consumer.testing.Changes.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.consumer.testing.Changes;
import io.employeecdc.consumer.testing.Counts;
import io.employeecdc.consumer.testing.SettlingAlone;
import io.employeecdc.consumer.testing.StatementCounter;
import io.employeecdc.consumer.testing.TestTarget;
import io.employeecdc.contract.SampleEmployee;
import io.employeecdc.schema.Employee;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class IsolationTest {
  private static final String TOO_LONG = "x".repeat(101);

  private final TestTarget target = new TestTarget();
  private final ChangeApplier applier =
      new ChangeApplier(new Target(target.pool(), Changes.VERSIONS));

  @AfterEach
  void closeTarget() {
    target.close();
  }

  @Test
  void applies_the_neighbours_of_a_bad_row_which_is_tried_three_times() throws SQLException {
    List<Change> batch = new ArrayList<>();
    IntStream.range(0, 100).forEach(i -> batch.add(written(i, i, i == 42 ? TOO_LONG : "Rome")));

    Applied applied = apply(applier, batch);

    assertThat(Counts.of(applied)).isEqualTo(new Counts(99, 0, 0));
    assertThat(applied.failed()).singleElement().extracting("tries").isEqualTo(3);
    assertThat(applied.outcomes().get(42)).isEqualTo(applied.failed().get(0));
    assertThat(applied.failed().get(0).cause().sqlState()).contains("22001");
    assertThat(target.column("select count(*) from employees")).containsExactly("99");
  }

  /** With an outage in its middle nothing of a batch stays. */
  @Test
  void a_batch_with_bad_rows_takes_effect_as_a_whole_or_not_at_all() throws SQLException {
    List<Change> batch = List.of(written(1, 1, "Rome"), written(2, 2, TOO_LONG));
    target.execute("alter table processed_events rename to elsewhere");
    assertThatThrownBy(() -> apply(applier, batch)).isInstanceOf(SQLException.class);
    target.execute("alter table elsewhere rename to processed_events");
    assertThat(target.employees()).isEmpty();

    assertThat(Counts.of(apply(applier, batch))).isEqualTo(new Counts(1, 0, 0));
  }

  /** As where no record of it could be decoded. */
  @Test
  void a_batch_without_changes_after_one_with_bad_rows_takes_its_effect() throws SQLException {
    assertThat(apply(applier, List.of(written(1, 1, TOO_LONG))).failed()).hasSize(1);
    AppliedThrough further =
        new AppliedThrough("topic", "id", Map.of(0, new AppliedThrough.Move(0, 1, true)));

    assertThat(applier.apply(List.of(), change -> null, further).outcomes()).isEmpty();
  }

  @Test
  void bad_rows_of_many_kinds_cost_a_few_statements_each_and_not_a_halving() throws SQLException {
    constrain();
    Applied unused = apply(applier, List.of(written(1, 1_000_000, "Held")));
    List<Change> batch = batchWithBadRows(2, 10_000, 500);
    StatementCounter counter = new StatementCounter(target.pool());

    Applied applied =
        apply(new ChangeApplier(new Target(counter.dataSource(), Changes.VERSIONS)), batch);

    assertThat(Counts.of(applied)).isEqualTo(new Counts(9_980, 0, 0));
    assertThat(applied.failed())
        .extracting(one -> one.cause().sqlState().get())
        .hasSize(15)
        .containsOnly("22001", "23502", "23514");
    assertThat(target.column("select distinct sqlstate || constraint_name from parked_changes"))
        .containsExactly("23505one_per_city");
    assertThat(target.column("select count(*) from parked_changes")).containsExactly("5");
    assertThat(target.column("select count(*) from employees")).containsExactly("9981");
    // The columns' types, twice; the failed attempt, the question in three parts, the others, and
    // each suspect on its own.
    assertThat(counter.executions()).isLessThanOrEqualTo(2 + 4 + 4 + 6 + 3 * 15);
  }

  @Test
  void where_one_batch_had_bad_rows_the_next_is_not_tried_in_vain() throws SQLException {
    constrain();
    Applied unused = apply(applier, batchWithBadRows(2, 100, 50));
    StatementCounter counter = new StatementCounter(target.pool());
    ChangeApplier counted = new ChangeApplier(new Target(counter.dataSource(), Changes.VERSIONS));
    unused = apply(counted, batchWithBadRows(1000, 100, 100));
    int first = counter.executions();

    unused = apply(counted, batchWithBadRows(2000, 100, 100));
    int second = counter.executions() - first;
    unused = apply(counted, List.of(written(3000, 3000, "Fine"), written(3001, 3001, "Good")));
    int good = counter.executions() - first - second;
    unused = apply(counted, List.of(written(3002, 3002, "Fair"), written(3003, 3003, "Best")));

    assertThat(second).isLessThan(first);
    assertThat(counter.executions() - first - second - good).isEqualTo(4);
  }

  @Test
  void a_suspect_that_the_target_takes_is_applied() throws SQLException {
    // Too long only by blanks, which the server cuts off.
    Change blanks = written(2, 2, "Rome" + " ".repeat(200));

    Applied applied = apply(applier, List.of(written(1, 1, TOO_LONG), blanks));

    assertThat(Counts.of(applied)).isEqualTo(new Counts(1, 0, 0));
    assertThat(applied.failed()).containsExactly((Outcome.Failed) applied.outcomes().get(0));
  }

  @Test
  void what_only_a_trigger_refuses_is_found_by_halving_and_parked() throws SQLException {
    target.execute(
        """
        create function refuse() returns trigger language plpgsql as
          $$ begin raise exception 'no %', new.city; end $$;
        create trigger refuse before insert on employees for each row
          when (new.city = 'Nowhere') execute function refuse()""");
    List<Change> batch = new ArrayList<>();
    IntStream.range(0, 100).forEach(i -> batch.add(written(i, i, i == 42 ? "Nowhere" : "Rome")));

    Applied applied = apply(applier, batch);

    assertThat(Counts.of(applied)).isEqualTo(new Counts(99, 0, 0));
    assertThat(applied.outcomes().get(42)).isEqualTo(Effect.PARKED);
    assertThat(target.column("select emp_id || sqlstate from parked_changes"))
        .containsExactly("42P0001");
  }

  @Test
  void constraints_of_every_kind_can_be_asked_whatever_their_names() throws SQLException {
    target.execute(
        """
        create schema "s'; drop table employees; --";
        create table "s'; drop table employees; --"."to""wns" ("na""me" varchar(100) primary key);
        insert into "s'; drop table employees; --"."to""wns" values ('Rome'), ('Oslo');
        create domain "%d" as varchar(100);
        alter table employees
          alter column last_name type "%d",
          add column "ex""tra" int not null default 0,
          add constraint "in'town" foreign key (city)
            references "s'; drop table employees; --"."to""wns",
          add constraint "%s" check (first_name !~ '%s' and salary < 1000),
          add constraint two unique (first_name, city),
          add check ("ex""tra" < 5)""");

    Applied applied =
        apply(
            applier,
            List.of(
                written(4, 4, "Rome"),
                written(2, 2, "Rome"),
                written(3, 3, "Riga"),
                written(1, 1, "Oslo")));

    assertThat(applied.outcomes())
        .containsExactly(Effect.PARKED, Effect.PARKED, Effect.PARKED, Effect.APPLIED);
    assertThat(
            target.column(
                "select emp_id || ' ' || sqlstate || ' ' || constraint_name from parked_changes"
                    + " order by 1"))
        .containsExactly("2 23505 two", "3 23503 in'town", "4 23505 two");
  }

  @Test
  void what_cannot_be_sent_at_all_does_not_hide_the_other_bad_rows() throws SQLException {
    Applied applied =
        apply(
            applier,
            List.of(written(1, 1, "a\0b"), written(2, 2, TOO_LONG), written(3, 3, "Rome")));

    assertThat(applied.failed())
        .extracting(one -> one.cause().sqlState().get())
        .containsExactly("22021", "22001");
    assertThat(Counts.of(applied).applied()).isEqualTo(1);
  }

  @Test
  void the_older_changes_of_an_employee_whose_newest_is_parked_are_superseded()
      throws SQLException {
    constrain();
    Applied unused = apply(applier, List.of(written(1, 1, "Rome"), written(2, 2, "Oslo")));

    Applied applied = apply(applier, List.of(written(3, 2, "Bern"), written(4, 2, "Rome")));

    assertThat(applied.outcomes()).containsExactly(Effect.SUPERSEDED, Effect.PARKED);
    assertThat(target.column("select city from employees order by emp_id"))
        .containsExactly("Rome", "Oslo");
  }

  /** It is neither claimed nor in the ledger, or a letter of it could not be replayed. */
  @Test
  void a_parked_change_that_comes_again_is_a_duplicate_and_a_newer_one_overtakes_it()
      throws SQLException {
    constrain();
    Applied unused = apply(applier, List.of(written(1, 1, "Rome"), written(2, 2, "Oslo")));
    assertThat(apply(applier, List.of(written(3, 2, "Rome"))).outcomes())
        .containsExactly(Effect.PARKED);

    assertThat(apply(applier, List.of(written(3, 2, "Rome"), written(3, 2, "Rome"))).outcomes())
        .containsExactly(Effect.DUPLICATE, Effect.DUPLICATE);
    assertThat(target.column("select action_id from processed_events order by 1"))
        .containsExactly("1", "2");
    Applied again = apply(applier, List.of(written(5, 2, "Rome")));
    assertThat(again.outcomes()).containsExactly(Effect.PARKED);
    assertThat(again.overtaken()).isOne();
    assertThat(Counts.of(apply(applier, List.of(written(6, 2, "Bern")))))
        .isEqualTo(new Counts(1, 0, 0));
    assertThat(SettlingAlone.of(new Target(target.pool(), Changes.VERSIONS)).step()).isTrue();
    assertThat(target.column("select emp_id from parked_changes")).isEmpty();
    assertThat(Counts.of(apply(applier, List.of(written(3, 2, "Rome"), written(5, 2, "Rome")))))
        .isEqualTo(new Counts(0, 2, 0));
    assertThat(target.column("select city from employees order by emp_id"))
        .containsExactly("Rome", "Bern");
  }

  @Test
  void beside_a_bad_row_those_that_were_overtaken_are_told_from_those_that_were_not()
      throws SQLException {
    Applied unused = apply(applier, List.of(written(1, 1, "Rome"), written(9, 2, "Oslo")));

    Applied applied =
        apply(
            applier,
            List.of(
                written(1, 1, "Rome"),
                written(5, 2, "Bern"),
                written(6, 3, "Kiel"),
                written(7, 4, TOO_LONG)));

    assertThat(applied.outcomes())
        .startsWith(Effect.DUPLICATE, Effect.SUPERSEDED, Effect.APPLIED)
        .hasSize(4);
    assertThat(target.column("select city from employees order by emp_id"))
        .containsExactly("Rome", "Oslo", "Kiel");
  }

  @Test
  void what_is_older_than_the_table_is_not_parked() throws SQLException {
    constrain();
    Applied unused = apply(applier, List.of(written(1, 1, "Rome"), written(5, 2, "Oslo")));

    assertThat(apply(applier, List.of(written(4, 2, "Rome"), written(6, 3, "Rome"))).outcomes())
        .containsExactly(Effect.SUPERSEDED, Effect.PARKED);
  }

  @Test
  void rows_that_share_an_action_id_are_each_applied_beside_a_bad_one() throws SQLException {
    Applied applied =
        apply(
            applier,
            List.of(
                written(5, 1, "Rome"),
                written(5, 2, TOO_LONG),
                written(5, 3, "Oslo"),
                written(5, 4, TOO_LONG),
                written(5, 5, "Bern")));

    assertThat(Counts.of(applied)).isEqualTo(new Counts(3, 0, 0));
    assertThat(applied.failed()).hasSize(2);
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
          SampleEmployee.of(
              "Ada",
              kind == 1 ? null : "Lovelace",
              null,
              kind == 0 ? TOO_LONG : kind == 3 ? "Held" : city,
              kind == 2 ? -1 : 100);
      batch.add(change(firstAction + i, firstAction + i, row));
    }
    return batch;
  }
}
