package io.employeecdc.consumer.apply;

import static io.employeecdc.consumer.testing.Applying.count;
import static io.employeecdc.consumer.testing.Changes.change;
import static io.employeecdc.consumer.testing.Changes.deleted;
import static io.employeecdc.consumer.testing.Changes.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.testing.Changes;
import io.employeecdc.consumer.testing.Counts;
import io.employeecdc.consumer.testing.StatementCounter;
import io.employeecdc.consumer.testing.TestTarget;
import io.employeecdc.contract.SampleEmployee;
import io.employeecdc.schema.Employee;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class ChangeApplierTest {
  private final TestTarget target = new TestTarget();
  private final ChangeApplier applier =
      new ChangeApplier(new Target(target.pool(), Changes.VERSIONS));

  @AfterEach
  void closeTarget() {
    target.close();
  }

  @Test
  void applies_inserts_updates_and_deletes() throws SQLException {
    apply(written(1, 1, "Rome"), written(2, 2, "Oslo"), written(3, 3, "Bern"));
    Counts counts = apply(written(4, 1, "Riga"), deleted(5, 2));

    assertThat(counts).isEqualTo(new Counts(2, 0, 0));
    assertThat(target.employees())
        .containsExactly(
            "1 Ada Lovelace 1815-12-10 Riga 100", "3 Ada Lovelace 1815-12-10 Bern 100");
  }

  @Test
  void writes_nulls_and_values_at_the_limits_as_they_are() throws SQLException {
    Employee empty = SampleEmployee.of(null, null, null, null, null);
    Employee extreme =
        SampleEmployee.of(
            "ż".repeat(100),
            "",
            LocalDate.ofEpochDay(Integer.MAX_VALUE),
            "a\\,b",
            Integer.MIN_VALUE);
    apply(change(1, Integer.MIN_VALUE, empty), change(2, Integer.MAX_VALUE, extreme));

    assertThat(
            target.column(
                "select row(emp_id, first_name, last_name, dob, city, salary)::text"
                    + " from employees order by emp_id"))
        .containsExactly(
            "(-2147483648,,,,,)",
            "(2147483647," + "ż".repeat(100) + ",\"\",infinity,\"a\\\\,b\",-2147483648)");
  }

  @Test
  void writes_only_the_newest_change_of_an_employee_and_counts_all() throws SQLException {
    Counts counts = apply(written(1, 7, "Rome"), written(3, 7, "Riga"), written(2, 7, "Oslo"));

    assertThat(counts).isEqualTo(new Counts(3, 0, 0));
    assertThat(target.column("select city from employees")).containsExactly("Riga");
    assertThat(target.column("select action_id from processed_events order by 1"))
        .containsExactly("1", "2", "3");
  }

  @Test
  void counts_a_redelivered_batch_as_duplicates_and_leaves_the_table_alone() throws SQLException {
    Change[] batch = {written(1, 1, "Rome"), deleted(2, 2), written(3, 1, "Riga")};
    apply(batch);
    target.execute("update employees set city = 'untouched'");

    assertThat(apply(batch)).isEqualTo(new Counts(0, 3, 0));
    assertThat(target.column("select city from employees")).containsExactly("untouched");
  }

  @Test
  void an_older_change_never_overwrites_a_newer_one() throws SQLException {
    apply(written(5, 1, "new"), written(6, 2, "other"));

    Counts counts = apply(written(4, 1, "old"), written(7, 2, "newer"));

    assertThat(counts).isEqualTo(new Counts(1, 0, 1));
    assertThat(target.column("select city from employees order by emp_id"))
        .containsExactly("new", "newer");
  }

  @Test
  void a_deleted_employee_stays_deleted() throws SQLException {
    apply(written(1, 1, "Rome"));
    apply(deleted(3, 1));

    assertThat(apply(written(2, 1, "late"))).isEqualTo(new Counts(0, 0, 1));
    assertThat(target.employees()).isEmpty();
  }

  @Test
  void tells_applied_duplicate_and_superseded_apart_in_one_batch() throws SQLException {
    apply(written(10, 1, "a"), written(20, 2, "b"));

    Counts counts =
        apply(
            written(10, 1, "a"), // there before
            written(9, 1, "z"), // older than what is there
            written(19, 2, "y"), // older, but swept along by the next
            written(21, 2, "c"),
            written(30, 3, "d"),
            written(30, 3, "d")); // twice in one batch

    assertThat(counts).isEqualTo(new Counts(3, 2, 1));
    assertThat(target.column("select city from employees order by emp_id"))
        .containsExactly("a", "c", "d");
  }

  /** As the rows of one COPY do that Debezium has read from the log. */
  @Test
  void rows_that_share_an_action_id_are_each_applied_in_one_batch_or_in_several()
      throws SQLException {
    assertThat(apply(written(5, 1, "a"), written(5, 2, "b"))).isEqualTo(new Counts(2, 0, 0));
    assertThat(apply(written(5, 3, "c"), written(5, 4, "d"))).isEqualTo(new Counts(2, 0, 0));
    assertThat(apply(written(5, 5, "e"))).isEqualTo(new Counts(1, 0, 0));
    assertThat(apply(written(6, 6, "f"), written(6, 7, "g"), written(7, 7, "h")))
        .isEqualTo(new Counts(3, 0, 0));

    assertThat(apply(written(5, 1, "a"), written(5, 3, "c"), written(5, 3, "c")))
        .isEqualTo(new Counts(0, 3, 0));
    assertThat(target.column("select city from employees order by emp_id"))
        .containsExactly("a", "b", "c", "d", "e", "f", "h");
  }

  /** Another thread's, which has nothing to do and tells the target so. */
  @Test
  void after_a_batch_without_changes_what_was_learnt_of_the_others_is_still_known()
      throws SQLException {
    StatementCounter counter = new StatementCounter(target.pool());
    ChangeApplier counted = new ChangeApplier(new Target(counter.dataSource(), Changes.VERSIONS));
    count(counted, List.of(written(5, 1, "a"), written(5, 2, "b")));
    int before = counter.executions();
    count(counted, List.of(written(5, 3, "c"), written(5, 4, "d")));
    int forOne = counter.executions() - before;

    count(counted, List.of());
    before = counter.executions();
    count(counted, List.of(written(5, 5, "e"), written(5, 6, "f")));

    assertThat(counter.executions() - before).isEqualTo(forOne);
  }

  @Test
  void takes_the_same_number_of_statements_for_10_and_for_1000_changes() throws SQLException {
    StatementCounter counter = new StatementCounter(target.pool());
    ChangeApplier counted = new ChangeApplier(new Target(counter.dataSource(), Changes.VERSIONS));

    count(counted, mixed(0, 10));
    int forTen = counter.executions();
    count(counted, mixed(10_000, 1000));
    int forThousand = counter.executions() - forTen;
    count(counted, mixed(10_000, 1000));
    int forDuplicates = counter.executions() - forTen - forThousand;

    assertThat(forTen).as("and the types of the table's columns").isEqualTo(5 + 1);
    assertThat(forThousand).isEqualTo(5);
    assertThat(forDuplicates).isLessThanOrEqualTo(7);
  }

  @Test
  void works_on_a_table_that_was_there_before_with_rows_and_columns_of_its_own()
      throws SQLException {
    target.execute("alter table employees add column note text default 'ours'");
    target.execute("insert into employees (emp_id, city) values (1, 'before'), (2, 'before')");

    apply(written(1, 1, "Rome"), deleted(2, 2));

    assertThat(target.column("select city || ' ' || note from employees"))
        .containsExactly("Rome ours");
  }

  private Counts apply(Change... changes) throws SQLException {
    return count(applier, List.of(changes));
  }

  private static List<Change> mixed(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(i -> i % 10 == 9 ? deleted(i, i - 1) : written(i, i, "Rome"))
        .toList();
  }
}
