package io.employeecdc.consumer.loop;

import static io.employeecdc.consumer.testing.Changes.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.schema.Action;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Another consumer is ahead: somebody holds a value by a change that is newer than who wants it.
 */
@Tag("servers")
class OvertakenTest extends WithAStranger {
  /** It is superseded. */
  @Test
  void a_change_that_was_overtaken_waits_for_the_newer_one_of_its_employee() throws SQLException {
    employee(givers + 300, "Rome", 3);
    employee(taker(0), "Oslo", 0);
    topics.write(taker(0), Action.UPDATE, 1, row("Rome"));
    pollUntil(() -> first.parked() == 1, first);

    topics.write(taker(0), Action.UPDATE, 2, row("Bern"));
    pollUntil(this::allIsDone, first);
    assertThat(target.column("select emp_id || ' ' || city from employees"))
        .containsExactlyInAnyOrder((givers + 300) + " Rome", taker(0) + " Bern");
    assertThat(first.counts().superseded()).isEqualTo(1);
    assertThat(topics.deadLetters()).isEmpty();
  }

  @Test
  void a_change_waits_also_where_one_that_it_waits_for_was_overtaken() throws SQLException {
    employee(givers + 300, "Rome", 9);
    employee(taker(0), "Oslo", 0);
    employee(taker(1), "Kiel", 0);
    topics.write(taker(1), Action.UPDATE, 3, row("Rome"));
    topics.write(taker(0), Action.UPDATE, 4, row("Kiel"));
    pollUntil(() -> first.parked() == 2, first);

    topics.write(taker(1), Action.UPDATE, 5, row("Bern"));
    pollUntil(this::allIsDone, first);
    assertThat(target.column("select emp_id || ' ' || city from employees"))
        .containsExactlyInAnyOrder(
            (givers + 300) + " Rome", taker(0) + " Kiel", taker(1) + " Bern");
    assertThat(topics.deadLetters()).isEmpty();
  }

  /** In a source where two may hold one value, the holder may be newer and nothing comes. */
  @Test
  void a_change_for_which_no_newer_one_comes_is_a_dead_letter_all_the_same() throws SQLException {
    employee(givers + 300, "Rome", 3);
    topics.write(taker(0), Action.INSERT, 1, row("Rome"));

    pollUntil(() -> topics.deadLetters().size() == 1, first);
    pollUntil(this::allIsDone, first);
  }

  /**
   * One that is in the target.
   *
   * @param actionId of the change that the row is from
   */
  private void employee(int id, String city, long actionId) throws SQLException {
    target.execute("insert into employees (emp_id, city) values (%d, '%s')".formatted(id, city));
    target.execute("insert into employee_versions values (%d, %d)".formatted(id, actionId));
  }
}
