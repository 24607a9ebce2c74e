package io.employeecdc.consumer.apply;

import static io.employeecdc.consumer.testing.Changes.deleted;
import static io.employeecdc.consumer.testing.Changes.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.testing.StatementCounter;
import io.employeecdc.consumer.testing.TestTarget;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values that no change can take on its own. Without an exchange the takers are failures. */
class ExchangeTest {
  /** The first question is who holds what. */
  private static final int TRY = 2;

  private static final int AFTER_THE_TRY = 3;

  private final TestTarget target = new TestTarget();
  private final ChangeApplier applier = new ChangeApplier(target.pool());

  @BeforeEach
  void threeWithACityEach() throws SQLException {
    target.execute("alter table employees add constraint one_per_city unique (city)");
    applier.apply(List.of(written(1, 1, "Rome"), written(2, 2, "Oslo"), written(3, 3, "Kiel")));
  }

  @AfterEach
  void close() {
    target.close();
  }

  @Test
  void values_that_went_round_in_one_statement_go_round_in_one_transaction() throws Exception {
    Isolation isolation =
        failing(written(4, 1, "Oslo"), written(5, 2, "Kiel"), written(6, 3, "Rome"));

    isolation.exchange(applier, Elsewhere.NONE, (some, counts) -> {});

    assertThat(isolation.failed()).isEmpty();
    assertThat(isolation.counts()).isEqualTo(new Counts(3, 0, 0));
    assertThat(rows()).containsExactly("1 Oslo", "2 Kiel", "3 Rome");
  }

  @Test
  void what_waits_elsewhere_is_applied_with_it_and_recognised_there() throws Exception {
    Change elsewhere = written(5, 2, "Rome");
    Isolation isolation = failing(written(4, 1, "Oslo"));

    isolation.exchange(applier, waiting(elsewhere), (some, counts) -> {});

    assertThat(isolation.failed()).isEmpty();
    assertThat(isolation.counts()).isEqualTo(new Counts(1, 0, 0));
    assertThat(rows()).containsExactly("1 Oslo", "2 Rome", "3 Kiel");
    assertThat(applier.apply(List.of(elsewhere))).isEqualTo(new Counts(0, 1, 0));
  }

  @Test
  void one_that_is_followed_by_a_newer_one_that_waits_is_done_with_that() throws Exception {
    Isolation isolation = failing(written(4, 1, "Oslo"));

    isolation.exchange(applier, waitingHere(written(9, 1, "Bern")), (some, counts) -> {});

    assertThat(isolation.failed()).isEmpty();
    assertThat(rows()).containsExactly("1 Bern", "2 Oslo", "3 Kiel");
  }

  @Test
  void an_employee_that_is_gone_gives_up_what_it_had() throws Exception {
    Isolation isolation = failing(written(4, 1, "Oslo"));

    isolation.exchange(applier, waiting(deleted(5, 2)), (some, counts) -> {});

    assertThat(isolation.failed()).isEmpty();
    assertThat(rows()).containsExactly("1 Oslo", "3 Kiel");
  }

  @Test
  void what_nobody_gives_up_fails_and_takes_nobody_with_it() throws Exception {
    Isolation isolation =
        failing(written(4, 1, "Kiel"), written(5, 1, "Oslo"), written(6, 2, "Kiel"));

    isolation.exchange(applier, waiting(written(7, 9, "Bern")), (some, counts) -> {});

    assertThat(isolation.failed())
        .extracting(one -> one.change().actionId())
        .containsExactly(4L, 5L, 6L);
    assertThat(rows()).containsExactly("1 Rome", "2 Oslo", "3 Kiel");
  }

  @Test
  void a_newer_one_that_cannot_even_be_sent_is_passed_by() throws Exception {
    Isolation isolation = failing(written(4, 1, "Oslo"), written(5, 2, "Rome"));

    isolation.exchange(applier, waitingHere(written(6, 1, "B\0rn")), (some, counts) -> {});

    assertThat(isolation.failed()).isEmpty();
  }

  /** A row that goes for a moment would take with it what refers to it. */
  @Test
  void rows_that_others_refer_to_stay_where_they_are() throws Exception {
    target.execute("create table badges (emp_id integer references employees on delete cascade)");
    target.execute("insert into badges values (1)");
    Isolation isolation = failing(written(4, 1, "Oslo"), written(5, 2, "Rome"));

    isolation.exchange(applier, Elsewhere.NONE, (some, counts) -> {});

    assertThat(isolation.failed()).hasSize(2);
    assertThat(target.column("select emp_id from badges")).containsExactly("1");
  }

  /** They would come back without what the owner of the table keeps there. */
  @Test
  void rows_with_columns_that_are_not_ours_stay_where_they_are() throws Exception {
    target.execute("alter table employees add note text default 'none'");
    target.execute("update employees set note = 'kept'");
    Isolation isolation = failing(written(4, 1, "Oslo"), written(5, 2, "Rome"));

    isolation.exchange(applier, Elsewhere.NONE, (some, counts) -> {});

    assertThat(isolation.failed()).hasSize(2);
    assertThat(target.column("select distinct note from employees")).containsExactly("kept");
  }

  @Test
  void those_that_fit_go_through_where_another_wants_the_same() throws Exception {
    applier.apply(List.of(written(4, 9, "Bern")));
    Isolation isolation =
        failing(written(5, 9, "Rome"), written(6, 1, "Oslo"), written(7, 2, "Rome"));

    isolation.exchange(applier, Elsewhere.NONE, (some, counts) -> {});

    assertThat(isolation.failed()).extracting(one -> one.change().actionId()).containsExactly(5L);
    assertThat(rows()).containsExactly("1 Oslo", "2 Rome", "3 Kiel", "9 Bern");
  }

  @Test
  void a_column_that_was_shifted_as_a_whole_is_shifted_in_one_transaction() throws Exception {
    List<Change> before = new ArrayList<>();
    List<Change> shifted = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      before.add(written(100 + i, 100 + i, "Town " + i));
      shifted.add(written(2000 + i, 100 + i, "Town " + (i + 1)));
    }
    applier.apply(before);
    // Each one but the last wants what the next has.
    Isolation isolation = Isolation.oneByOne(shifted.subList(0, 999), 3);
    isolation.run(applier, (some, counts) -> {});
    isolation.exchange(applier, waiting(shifted.get(999)), (some, counts) -> {});

    assertThat(isolation.failed()).isEmpty();
    assertThat(isolation.counts()).isEqualTo(new Counts(999, 0, 0));
    assertThat(target.column("select city from employees where emp_id = 100"))
        .containsExactly("Town 1");
  }

  @Test
  void what_fails_for_other_reasons_costs_nothing() throws Exception {
    target.execute("alter table employees add check (city <> 'Paris')");
    Isolation isolation = failing(written(4, 1, "Paris"));
    StatementCounter counter = new StatementCounter(target.pool());

    isolation.exchange(
        new ChangeApplier(counter.dataSource()), Elsewhere.NONE, (some, counts) -> {});

    assertThat(isolation.failed()).hasSize(1);
    assertThat(counter.executions()).isZero();
  }

  /**
   * Of an employee's changes not all have been read, of another's more: the newest that are known
   * of each are no state that the source had. Seen red: it was taken for bad.
   */
  @Test
  void one_whose_value_is_wanted_by_a_newer_change_of_another_has_a_newer_one_itself()
      throws Exception {
    Isolation isolation = failing(written(4, 1, "Oslo"));

    isolation.exchange(
        applier, waitingHere(written(5, 2, "Kiel"), written(9, 3, "Oslo")), (some, counts) -> {});

    assertThat(outlooks(isolation)).containsExactly(Outlook.Reason.NEWER_COMES);
  }

  /** By its newest change a holder wants what is still held; that may be given up. Seen red. */
  @Test
  void one_whose_holder_is_ahead_waits_for_those_on_whom_that_depends() throws Exception {
    Isolation isolation = failing(written(4, 1, "Oslo"));

    isolation.exchange(applier, waitingHere(written(9, 2, "Kiel")), (some, counts) -> {});

    assertThat(outlooks(isolation)).containsExactly(Outlook.Reason.NEWER_COMES_TO_OTHERS);
  }

  @Test
  void one_whose_holder_was_refused_what_it_wanted_before_has_nothing_to_wait_for()
      throws Exception {
    Isolation isolation = failing(written(9, 1, "Oslo"));

    isolation.exchange(applier, waitingHere(written(4, 2, "Kiel")), (some, counts) -> {});

    assertThat(outlooks(isolation)).containsExactly(Outlook.Reason.NONE);
  }

  /** Seen red: it went by who had held the value before the try. */
  @Test
  void who_took_the_value_during_the_try_is_seen_by_what_comes_of_it() throws Exception {
    Isolation isolation = failing(written(4, 1, "Oslo"));

    isolation.exchange(
        whileOthersApply(Map.of(TRY, List.of(written(9, 2, "Bern"), written(10, 3, "Oslo")))),
        waitingHere(written(5, 2, "Rome")),
        (some, counts) -> {});

    assertThat(outlooks(isolation)).containsExactly(Outlook.Reason.NEWER_COMES);
  }

  /** Seen red, as there is nobody who holds it. */
  @Test
  void a_value_that_was_taken_and_given_up_during_the_try_is_tried_for_again() throws Exception {
    Isolation isolation = failing(written(4, 1, "Oslo"));

    isolation.exchange(
        whileOthersApply(
            Map.of(
                TRY,
                List.of(written(9, 2, "Bern"), written(10, 3, "Oslo")),
                AFTER_THE_TRY,
                List.of(written(11, 3, "Lima")))),
        waitingHere(written(5, 2, "Rome")),
        (some, counts) -> {});

    assertThat(outlooks(isolation)).containsExactly(Outlook.Reason.MOVED);
  }

  /** These changes, after each failed on its own. */
  private Isolation failing(Change... changes) throws SQLException {
    Isolation isolation = Isolation.oneByOne(List.of(changes), 3);
    isolation.run(applier, (some, counts) -> {});
    assertThat(isolation.failed()).hasSize(changes.length);
    return isolation;
  }

  private static List<Outlook.Reason> outlooks(Isolation isolation) {
    return isolation.failed().stream().map(one -> isolation.outlook(one).reason()).toList();
  }

  /**
   * An applier beside which another consumer applies changes.
   *
   * @param others before which of its questions to the target, each a connection of its own
   */
  private ChangeApplier whileOthersApply(Map<Integer, List<Change>> others) {
    AtomicInteger questions = new AtomicInteger();
    return new ChangeApplier(
        (DataSource)
            Proxy.newProxyInstance(
                DataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                  applier.apply(others.getOrDefault(questions.incrementAndGet(), List.of()));
                  return method.invoke(target.pool(), arguments);
                }));
  }

  private List<String> rows() {
    return target.column("select emp_id || ' ' || city from employees order by emp_id");
  }

  private record Waits(Collection<Change> here, Set<Integer> employees, Collection<Change> there)
      implements Elsewhere {}

  private static Elsewhere waiting(Change change) {
    return new Waits(List.of(), Set.of(change.employeeId()), List.of(change));
  }

  private static Elsewhere waitingHere(Change... changes) {
    return new Waits(List.of(changes), Set.of(), List.of());
  }
}
