package io.employeecdc.consumer.parked;

import static io.employeecdc.consumer.testing.Changes.deleted;
import static io.employeecdc.consumer.testing.Changes.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.consumer.deadletter.DeadLetterLimit;
import io.employeecdc.consumer.testing.Changes;
import io.employeecdc.contract.SampleEmployee;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is parked becomes a dead letter only where nothing can cure it any more. */
@Tag("servers")
class GivingUpTest extends WithParked {
  @Test
  void nothing_is_given_up_before_all_is_applied_that_was_published_some_time_after()
      throws SQLException {
    apply(written(4, 4, "Rome"));
    look();
    look();
    end = 200;
    parkForIsOver();
    look();
    applied(199);
    for (int i = 0; i < 3; i++) {
      assertThat(look().left()).isEqualTo(1);
    }

    applied(200);
    assertThat(look().givenUp()).isEqualTo(1);
    Topic.GivenUp letter = letters.get(0);
    assertThat(letter.cause().message()).contains("23505").contains("one_per_city");
    assertThat(letter.origin().offset()).isEqualTo(4);
    assertThat(target.column("select count(*) from parked_changes")).containsExactly("0");
    assertThat(target.column("select count(*) from processed_events where action_id = 4"))
        .containsExactly("0");
    assertThat(target.column("select count(*) from employee_versions where emp_id = 4"))
        .containsExactly("0");
  }

  @Test
  void what_was_parked_after_the_first_look_is_not_given_up_with_the_others() throws SQLException {
    apply(written(4, 4, "Rome"));
    look();
    apply(written(5, 5, "Oslo"));
    parkForIsOver();
    look();

    applied(100);
    assertThat(look().givenUp()).isEqualTo(1);
    assertThat(look().left()).isEqualTo(1);
    assertThat(letters).extracting(one -> one.origin().offset()).containsExactly(4L);
  }

  /** What is in its way may go with a change that comes after the one that was parked before. */
  @Test
  void a_newer_change_of_a_parked_row_waits_anew_though_the_same_row_is_in_its_way()
      throws SQLException {
    apply(written(4, 4, "Rome"));
    look();
    parkForIsOver();
    look();
    apply(written(20, 4, "Rome"));

    applied(100);
    assertThat(look().givenUp()).isZero();
    assertThat(look().left()).isEqualTo(1);
  }

  /**
   * The value was given up, and taken by a change that was published later: the one that waits may
   * have a newer one too.
   */
  @Test
  void one_that_another_row_is_in_the_way_of_by_now_is_not_given_up() throws SQLException {
    apply(written(4, 4, "Rome"));
    apply(written(5, 5, "Oslo"), written(6, 2, "Rome"));
    look();
    parkForIsOver();
    look();
    apply(written(20, 1, "Bern"), written(21, 6, "Rome"));

    applied(100);
    Settled settled = look();
    assertThat(settled.givenUp()).isZero();
    assertThat(settled.left()).isEqualTo(3);
    apply(written(30, 4, "Kiel 2"), written(31, 2, "Lima"));
    assertThat(look().left()).isZero();
    assertThat(letters).isEmpty();
  }

  /** Good ones that only fit together with each other are no reason, as long as another one is. */
  @Test
  void one_that_a_trigger_refuses_takes_nobody_with_it_who_waits_with_it() throws SQLException {
    target.execute(
        """
        create function refuse() returns trigger language plpgsql as
          $$ begin raise exception 'no'; end $$;
        create trigger refuse before insert on employees for each row
          when (new.first_name = 'Nobody') execute function refuse()""");
    apply(written(5, 1, "Oslo"));
    apply(written(6, 2, "Rome"));
    apply(Changes.change(7, 9, SampleEmployee.of("Nobody", null, null, "Kiel", null)));
    apply(written(8, 3, "Bern"));
    assertThat(look().left()).isEqualTo(1);
    giveUp();

    assertThat(rows()).containsExactly("1 Oslo", "2 Rome", "3 Bern");
    assertThat(letters).extracting(one -> one.origin().offset()).containsExactly(7L);
  }

  /** Else the commit would refuse it, and with it the others, whose letters are written by then. */
  @Test
  void one_that_only_the_end_of_a_transaction_refuses_is_given_up_too() throws SQLException {
    target.execute(
        """
        create table badges (emp_id integer references employees deferrable initially deferred);
        insert into badges values (1)""");
    apply(deleted(7, 1));
    apply(written(8, 4, "Oslo"));
    giveUp();

    assertThat(letters).extracting(one -> one.origin().offset()).containsExactly(7L, 8L);
    assertThat(letters.get(0).cause().sqlState()).contains("23503");
    assertThat(target.column("select count(*) from parked_changes")).containsExactly("0");
    assertThat(rows()).containsExactly("1 Rome", "2 Oslo", "3 Kiel");
  }

  @Test
  void too_many_that_would_be_given_up_stop_it_and_stay() throws SQLException {
    settling = settling(Optional.of(new DeadLetterLimit(0.1, Duration.ofMinutes(5))), 1_000_000);
    apply(IntStream.range(100, 300).mapToObj(i -> written(i, i, "Rome")).toList());
    look();
    parkForIsOver();
    look();
    applied(100);

    assertThatThrownBy(this::look)
        .isInstanceOfSatisfying(
            CdcException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_MANY_DEAD_LETTERS))
        .hasMessageContaining("one_per_city");
    assertThat(letters).isEmpty();
    assertThat(target.column("select count(*) from parked_changes")).containsExactly("200");
    target.execute("alter table employees drop constraint one_per_city");
    assertThat(look().left()).as("after the runbook's advice").isZero();
  }

  @Test
  void few_beside_what_came_through_are_given_up() throws SQLException {
    settling = settling(Optional.of(new DeadLetterLimit(0.1, Duration.ofMinutes(5))), 1_000_000);
    apply(IntStream.range(100, 300).mapToObj(i -> written(i, i, "Rome")).toList());
    end = 100 + 200 + 1801;
    giveUp();

    assertThat(letters).hasSize(200);
  }

  /** Less than nothing would be taken from what has come through in other partitions. */
  @Test
  void what_was_parked_before_a_topic_was_made_again_counts_nothing_as_passed()
      throws SQLException {
    settling = settling(Optional.of(new DeadLetterLimit(1, Duration.ofMinutes(5))), 1_000_000);
    apply(IntStream.range(100, 300).mapToObj(i -> written(i, i, "Rome")).toList());
    end = 50;
    giveUp();

    assertThat(letters).hasSize(200);
  }

  @Test
  void more_than_may_be_parked_stop_it_and_stay() throws SQLException {
    settling = settling(Optional.empty(), 2);
    apply(written(4, 4, "Rome"), written(5, 5, "Oslo"), written(6, 6, "Kiel"));

    assertThatThrownBy(this::look)
        .isInstanceOfSatisfying(
            CdcException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_MANY_PARKED))
        .hasMessageContaining("--max-parked");
    assertThat(target.column("select count(*) from parked_changes")).containsExactly("3");
    target.execute("alter table employees drop constraint one_per_city");
    settling = settling(Optional.empty(), 3);
    assertThat(look().left()).as("after the runbook's advice").isZero();
  }

  /** The consumers read another topic by now; the runbook: a repair sends a newer change. */
  @Test
  void what_another_topic_brought_is_not_given_up_and_goes_with_a_newer_change()
      throws SQLException {
    apply(written(4, 4, "Rome"));
    target.execute("update parked_changes set cdc_topic = 'before'");
    giveUp();
    assertThat(letters).isEmpty();
    assertThat(target.column("select cdc_topic from parked_changes")).containsExactly("before");

    apply(written(5, 4, "Bern"));

    assertThat(look().left()).isZero();
    assertThat(rows()).contains("4 Bern");
  }

  /** They would not be recognised again, so a target without the topic's offsets is no reason. */
  @Test
  void a_topic_that_was_made_again_is_no_reason_to_give_anything_up() throws SQLException {
    apply(written(4, 4, "Rome"));
    applied(500);
    look();
    parkForIsOver();

    assertThatThrownBy(this::look)
        .isInstanceOfSatisfying(
            CdcException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOPIC_CHANGED))
        .hasMessageContaining("cdc offsets");
    assertThat(letters).isEmpty();
  }
}
