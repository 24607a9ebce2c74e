package io.employeecdc.consumer.parked;

import static io.employeecdc.consumer.testing.Changes.deleted;
import static io.employeecdc.consumer.testing.Changes.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.apply.Target;
import io.employeecdc.consumer.testing.Changes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is parked is applied as soon as it can be, in an order in which it can be. */
@Tag("servers")
class SettlingTest extends WithParked {
  @Test
  void values_that_went_round_come_to_rest_one_by_one_read() throws SQLException {
    apply(written(4, 1, "Oslo"));
    apply(written(5, 2, "Kiel"));
    assertThat(look().left()).isEqualTo(2);
    apply(written(6, 3, "Rome"));

    assertThat(look()).isEqualTo(new Settled(3, 0, 0, 0, 0, looks.get(1).oldest()));
    assertThat(rows()).containsExactly("1 Oslo", "2 Kiel", "3 Rome");
    assertThat(target.column("select action_id from processed_events order by 1"))
        .containsExactly("1", "2", "3", "4", "5", "6");
    assertThat(target.column("select action_id from employee_versions order by 1"))
        .containsExactly("4", "5", "6");
  }

  @Test
  void a_row_that_goes_gives_up_what_it_had() throws SQLException {
    apply(written(4, 1, "Oslo"));
    apply(deleted(5, 2));

    assertThat(look().applied()).isEqualTo(1);
    assertThat(rows()).containsExactly("1 Oslo", "3 Kiel");
  }

  @Test
  void a_column_that_was_shifted_as_a_whole_is_shifted_at_once() throws SQLException {
    List<Change> before = new ArrayList<>();
    List<Change> shifted = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      before.add(written(100 + i, 100 + i, "Town " + i));
      shifted.add(written(2000 + i, 100 + i, "Town " + (i + 1) % 1000));
    }
    apply(before);
    Collections.shuffle(shifted, new Random(1));
    for (int i = 0; i < 1000; i += 100) {
      apply(shifted.subList(i, i + 100));
    }

    assertThat(look().left()).isZero();
    assertThat(
            target.column("select count(*) from employees where city = 'Town ' || (emp_id - 99)"))
        .containsExactly("999");
  }

  /** A row that goes for a moment would take with it what refers to it, and what is not ours. */
  @Test
  void rows_that_must_stay_go_round_without_going() throws SQLException {
    target.execute(
        """
        create table badges (emp_id integer references employees on delete cascade);
        insert into badges values (1), (2), (3);
        alter table employees add column note text default 'none';
        update employees set note = 'kept'""");
    apply(written(4, 1, "Oslo"));
    apply(written(5, 2, "Rome"));

    assertThat(look().left()).isZero();
    assertThat(rows()).containsExactly("1 Oslo", "2 Rome", "3 Kiel");
    assertThat(target.column("select note || emp_id from employees join badges using (emp_id)"))
        .containsExactlyInAnyOrder("kept1", "kept2", "kept3");
  }

  @Test
  void rows_that_must_stay_with_a_value_each_are_handed_on_in_a_chain_but_not_round()
      throws SQLException {
    target.execute("create table badges (emp_id integer references employees on delete cascade)");
    target.execute("insert into badges values (1), (2), (3)");
    target.execute("alter table employees alter city set not null");
    apply(written(4, 1, "Oslo"));
    apply(written(5, 2, "Kiel"));
    apply(written(6, 3, "Bern"));
    assertThat(look().left()).isZero();
    assertThat(rows()).containsExactly("1 Oslo", "2 Kiel", "3 Bern");

    apply(written(7, 1, "Kiel"));
    apply(written(8, 2, "Oslo"));
    assertThat(look().left()).isEqualTo(2);
    giveUp();
    assertThat(letters).hasSize(2);
    assertThat(letters.get(0).cause().constraint()).contains("one_per_city");
    assertThat(rows()).containsExactly("1 Oslo", "2 Kiel", "3 Bern");
    assertThat(target.column("select count(*) from badges")).containsExactly("3");
  }

  @Test
  void a_parent_that_comes_later_is_waited_for() throws SQLException {
    target.execute("create table towns (name varchar(100) primary key)");
    target.execute("insert into towns values ('Rome'), ('Oslo'), ('Kiel')");
    target.execute("alter table employees add constraint town foreign key (city) references towns");
    apply(written(4, 1, "Bern"), written(5, 4, "Bern 2"));
    assertThat(look().left()).isEqualTo(2);

    target.execute("insert into towns values ('Bern')");
    assertThat(look().applied()).isEqualTo(1);
    assertThat(rows()).containsExactly("1 Bern", "2 Oslo", "3 Kiel");
  }

  @Test
  void one_that_a_trigger_refuses_does_not_keep_the_others_back() throws SQLException {
    target.execute(
        """
        create function refuse() returns trigger language plpgsql as
          $$ begin raise exception 'no'; end $$;
        create trigger refuse before insert on employees for each row
          when (new.city = 'Nowhere') execute function refuse()""");
    apply(written(4, 4, "Nowhere"));
    apply(written(5, 1, "Oslo"));
    apply(written(6, 2, "Rome"));

    assertThat(look().left()).isEqualTo(1);
    assertThat(rows()).containsExactly("1 Oslo", "2 Rome", "3 Kiel");
    giveUp();
    assertThat(letters)
        .singleElement()
        .extracting(one -> one.cause().sqlState().get())
        .isEqualTo("P0001");
  }

  /** The older one may be about to give the value up; so it is the one that waits. */
  @Test
  void of_two_that_want_the_same_the_older_one_waits() throws SQLException {
    apply(written(4, 4, "Oslo"));
    apply(written(5, 5, "Oslo"));
    apply(written(6, 2, "Bern"));

    assertThat(look().left()).isEqualTo(1);
    assertThat(rows()).containsExactly("1 Rome", "2 Bern", "3 Kiel", "5 Oslo");
    apply(written(7, 4, "Riga"));
    assertThat(look().left()).isZero();
    assertThat(letters).isEmpty();
  }

  @Test
  void what_others_applied_or_overtook_meanwhile_is_parked_no_more() throws SQLException {
    apply(written(4, 4, "Rome"), written(5, 5, "Oslo"));
    target.execute("insert into employee_versions values (4, 4), (5, 9)");

    Settled settled = look();

    assertThat(settled.duplicates()).isEqualTo(1);
    assertThat(settled.superseded()).isEqualTo(1);
    assertThat(target.column("select action_id from processed_events where emp_id = 5"))
        .containsExactly("5");
  }

  @Test
  void while_another_process_settles_nothing_is_touched() throws SQLException {
    apply(written(4, 1, "Oslo"));
    apply(written(5, 2, "Rome"));
    try (var other = target.pool().getConnection()) {
      other.setAutoCommit(false);
      assertThat(new ParkedTable(other, new Target(target.pool(), Changes.VERSIONS)).lock())
          .isTrue();
      assertThat(look().left()).isEqualTo(2);
      other.rollback();
    }
    assertThat(look().left()).isZero();
  }

  /** Or each look at a statement over millions of rows would be in vain but for the last. */
  @Test
  void what_arrives_is_only_counted_until_all_of_it_is_there() throws SQLException {
    lookTakes = Duration.ofSeconds(2);
    apply(written(4, 1, "Oslo"));
    assertThat(look().left()).isEqualTo(1);
    apply(written(5, 2, "Kiel"));
    apply(written(6, 3, "Rome"));

    assertThat(look().left()).isEqualTo(3);
    assertThat(look().left()).isZero();
    assertThat(rows()).containsExactly("1 Oslo", "2 Kiel", "3 Rome");
  }

  /** The next look would take as many times longer. For a minute: more may arrive for ever. */
  @Test
  void where_many_more_arrive_they_are_counted_for_longer() throws SQLException {
    lookTakes = Duration.ofSeconds(2);
    apply(written(4, 1, "Oslo"));
    apply(written(50, 50, "Bern"));
    applyThatWait(100, 10_000);
    assertThat(look().left()).isEqualTo(10_001);
    apply(written(5, 2, "Kiel"), written(6, 3, "Rome"));
    applyThatWait(10_100, 30_000);
    clock.forward(Duration.ofSeconds(25));
    assertThat(look().changed()).isFalse();

    applyThatWait(40_100, 1);
    clock.forward(Duration.ofSeconds(40));

    assertThat(look().applied()).isEqualTo(3);
  }

  /** All want what a row holds that gives up nothing. */
  private void applyThatWait(int first, int count) throws SQLException {
    apply(
        IntStream.range(first, first + count)
            .mapToObj(id -> written(id, id, "Bern"))
            .toArray(Change[]::new));
  }

  /** After looks in vain, which are the longer apart. */
  @Test
  void what_has_arrived_is_looked_at_though_nobody_wakes_it() throws SQLException {
    apply(written(4, 1, "Oslo"));
    for (int i = 0; i < 8; i++) {
      assertThat(look().left()).isEqualTo(1);
    }
    lookTakes = Duration.ofSeconds(20);
    assertThat(look().left()).isEqualTo(1);
    apply(written(5, 2, "Kiel"));
    apply(written(6, 3, "Rome"));
    clock.forward(Duration.ofSeconds(184));
    assertThat(look().left()).isEqualTo(3);

    clock.forward(Duration.ofSeconds(2));

    assertThat(settling.step()).isTrue();
    assertThat(rows()).containsExactly("1 Oslo", "2 Kiel", "3 Rome");
  }
}
