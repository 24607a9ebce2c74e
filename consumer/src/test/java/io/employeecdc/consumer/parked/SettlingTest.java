package io.employeecdc.consumer.parked;

import static io.employeecdc.consumer.testing.Applying.TOPIC;
import static io.employeecdc.consumer.testing.Changes.deleted;
import static io.employeecdc.consumer.testing.Changes.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.consumer.apply.Applied;
import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.apply.ChangeApplier;
import io.employeecdc.consumer.apply.Target;
import io.employeecdc.consumer.deadletter.Brake;
import io.employeecdc.consumer.deadletter.DeadLetterLimit;
import io.employeecdc.consumer.testing.Applying;
import io.employeecdc.consumer.testing.Changes;
import io.employeecdc.consumer.testing.FastForwardClock;
import io.employeecdc.consumer.testing.TestTarget;
import io.employeecdc.contract.SampleEmployee;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The topic has one partition, whose end and applied offset a test sets. */
@Tag("servers")
class SettlingTest implements Topic {
  private final TestTarget target = new TestTarget();
  private final ChangeApplier applier =
      new ChangeApplier(new Target(target.pool(), Changes.VERSIONS));
  private final FastForwardClock clock = new FastForwardClock();
  private final List<Topic.GivenUp> letters = new ArrayList<>();
  private final List<Settled> looks = new ArrayList<>();
  private Settling settling = settling(Optional.empty(), 1_000_000);
  private long end = 100;
  private Duration lookTakes = Duration.ZERO;

  @BeforeEach
  void threeWithACityEach() throws SQLException {
    target.execute("alter table employees add constraint one_per_city unique (city)");
    target.execute("insert into applied_offsets values ('topic', 0, 50)");
    apply(written(1, 1, "Rome"), written(2, 2, "Oslo"), written(3, 3, "Kiel"));
  }

  @AfterEach
  void close() {
    target.close();
  }

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
    apply(IntStream.range(1000, 2801).mapToObj(i -> written(i, i, "Town " + i)).toList());
    giveUp();

    assertThat(letters).hasSize(200);
  }

  /** So the ledger has one entry for many, and only the offsets say how many came through. */
  @Test
  void the_rows_of_one_copy_count_as_many_though_they_share_an_id() throws SQLException {
    settling = settling(Optional.of(new DeadLetterLimit(0.1, Duration.ofMinutes(5))), 1_000_000);
    apply(IntStream.range(100, 300).mapToObj(i -> written(i, i, "Rome")).toList());
    apply(IntStream.range(1000, 2801).mapToObj(i -> written(300, i, "Town " + i)).toList());
    end = 100 + 200 + 1801;
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

  @Override
  public Map<Integer, Long> ends() {
    return Map.of(0, end);
  }

  @Override
  public void giveUp(List<Topic.GivenUp> changes) {
    letters.addAll(changes);
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

  private Settling settling(Optional<DeadLetterLimit> limit, int most) {
    return new Settling(
        new Target(target.pool(), Changes.VERSIONS),
        new SettleSettings(TOPIC, Duration.ofMinutes(1), most),
        this,
        new Brake(limit, clock),
        this::looked,
        clock);
  }

  private void looked(Settled settled) {
    looks.add(settled);
    clock.forward(lookTakes);
  }

  private void giveUp() throws SQLException {
    look();
    parkForIsOver();
    look();
    applied(end);
    look();
  }

  private void parkForIsOver() {
    clock.forward(Duration.ofSeconds(61));
  }

  private void applied(long next) throws SQLException {
    target.execute("update applied_offsets set next_offset = " + next);
  }

  private Settled look() throws SQLException {
    clock.forward(Duration.ofSeconds(6));
    settling.wake();
    boolean unused = settling.step();
    return looks.get(looks.size() - 1);
  }

  private void apply(Change... changes) throws SQLException {
    apply(List.of(changes));
  }

  private void apply(List<Change> changes) throws SQLException {
    Applied unused = Applying.apply(applier, changes);
  }

  private List<String> rows() {
    return target.column("select emp_id || ' ' || city from employees order by emp_id");
  }
}
