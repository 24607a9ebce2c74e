package io.employeecdc.consumer.parked;

import io.employeecdc.consumer.apply.Applied;
import io.employeecdc.consumer.apply.Constraints;
import io.employeecdc.consumer.apply.Target;
import io.employeecdc.consumer.deadletter.Brake;
import io.employeecdc.consumer.failure.FailurePolicy;
import io.employeecdc.consumer.failure.OutageException;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies parked changes, of all consumers, once what they wait for is there; gives up those for
 * which it can no longer come. One look at a time, of whoever gets the lock.
 *
 * <p><b>Why a change that is given up is bad, and no other is.</b> Say W is parked, as R's row is
 * in its way. From that look on {@code parkFor} passes, longer than a whole source transaction
 * takes to be published; then the ends E of the topic's partitions are read, open transactions
 * included. So the transactions that W's change and R's row are from lie before E as a whole. Once
 * every partition has been applied up to E, and W is still the newest of its employee and R's row
 * still from the same change, both are what the source had at one moment. What the source had at a
 * moment had no conflict: so W breaks a rule that the source does not have. The same holds along a
 * chain of parked ones; where one of them has changed, all that wait for it get another E.
 *
 * <p>E is kept in memory: a process that dies costs time, nothing else. For one thread at a time.
 */
public final class Settling {
  private static final Logger LOG = LoggerFactory.getLogger(Settling.class);

  /** Where nothing is known to be parked, another process may have parked something. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);

  /** A look that changed nothing makes the next one wait so many times as long as it took. */
  private static final int SHARE_OF_TIME = 10;

  /** So many are given up in one transaction. */
  private static final int MOST_AT_ONCE = 500;

  /**
   * What is bad if it is as it was, once all partitions are at their ends.
   *
   * @param since by the target's clock: what was parked later is not meant
   * @param endsFrom when the ends are to be read
   * @param inTheWay of parked changes, as of then
   * @param ends empty until they are read
   */
  private record Horizon(
      Instant since,
      Instant endsFrom,
      Map<Long, Long> inTheWay,
      Optional<Map<Integer, Long>> ends) {
    boolean reachedBy(Map<Integer, Long> reached) {
      return ends.isPresent()
          && ends.get().entrySet().stream()
              .allMatch(end -> reached.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    /** Those that have changed, and all who wait for them. */
    BitSet unstable(ParkedTable.Keys keys, ParkedTable.Planned planned) {
      BitSet changed = new BitSet();
      for (int i = 0; i < keys.count(); i++) {
        Long before = inTheWay.get(keys.ids[i]);
        changed.set(i, before == null || !before.equals(planned.inTheWay().get(i)));
      }
      return planned.plan().withAllWhoWaitFor(changed);
    }
  }

  /** What one transaction brought. */
  private record Look(
      Settled settled,
      Instant now,
      Map<Integer, Long> reached,
      Map<Long, Long> inTheWay,
      boolean overtaken) {}

  /** A transaction. */
  private interface Work<T> {
    T in(Connection connection, ParkedTable table) throws SQLException, OutageException;
  }

  private final Target target;
  private final SettleSettings settings;
  private final Topic topic;
  private final Brake brake;
  private final Consumer<Settled> watcher;
  private final Clock clock;
  private Optional<Horizon> horizon = Optional.empty();

  /** Whether the brake has let through what is given up at the horizon. */
  private boolean admitted;

  private Instant next = Instant.EPOCH;
  private Instant nextIfWoken = Instant.EPOCH;
  private Duration pause = SHORTEST_PAUSE;
  private volatile boolean someParked;
  private volatile boolean woken = true;

  /** Whether the look that is at work met a change that was overtaken meanwhile. */
  private boolean overtaken;

  /**
   * One that has not looked yet.
   *
   * @param watcher told what each look brought
   */
  public Settling(
      Target target,
      SettleSettings settings,
      Topic topic,
      Brake brake,
      Consumer<Settled> watcher,
      Clock clock) {
    this.target = target;
    this.settings = settings;
    this.topic = topic;
    this.brake = brake;
    this.watcher = watcher;
    this.clock = clock;
  }

  /** A batch has parked something, or has changed something while others are parked. */
  public void wake() {
    someParked = true;
    woken = true;
  }

  /** Whether anything was parked when last looked, or has been since. */
  public boolean someParked() {
    return someParked;
  }

  /**
   * Looks, if it is time.
   *
   * @return whether it brought something, so that the next look is worth its while
   * @throws CdcException with exit code 7 if too many are parked, or would be given up
   */
  public boolean step() throws SQLException {
    Instant begin = clock.instant();
    if (begin.isBefore(woken ? nextIfWoken : next)) {
      return false;
    }
    woken = false;
    // Unless it goes well.
    next = begin.plus(LONGEST_PAUSE);
    nextIfWoken = next;
    try {
      Settled settled = look();
      someParked = settled.left() > 0;
      watcher.accept(settled);
      schedule(begin, settled);
      return settled.changed();
    } catch (OutageException e) {
      LOG.warn("Nothing can be given up now: {}", e.getMessage());
      return false;
    }
  }

  /** However often it is woken, it takes a tenth of the time at most. */
  private void schedule(Instant begin, Settled settled) {
    Instant end = clock.instant();
    Duration cost = Duration.between(begin, end).multipliedBy(SHARE_OF_TIME);
    if (settled.changed()) {
      pause = SHORTEST_PAUSE;
    } else {
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
    nextIfWoken = end.plus(settled.changed() ? SHORTEST_PAUSE : later(cost, SHORTEST_PAUSE));
    next = end.plus(settled.left() == 0 ? LONGEST_PAUSE : later(cost, pause));
  }

  private static Duration later(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private Settled look() throws SQLException, OutageException {
    Look look = transact(this::settle);
    Settled settled = look.settled();
    if (settled.left() > settings.most()) {
      throw new CdcException(
          ErrorCode.TOO_MANY_PARKED,
          "%,d changes wait for other rows of the target (--max-parked is %,d); nothing is lost. Look at constraint_name in parked_changes, repair the cause and start again, or set --max-parked higher"
              .formatted(settled.left(), settings.most()));
    }
    if (settled.left() == 0) {
      horizon = Optional.empty();
    } else if (horizon.isEmpty() && !look.inTheWay().isEmpty()) {
      admitted = false;
      horizon =
          Optional.of(
              new Horizon(
                  look.now(),
                  clock.instant().plus(settings.parkFor()),
                  look.inTheWay(),
                  Optional.empty()));
    } else if (horizon.isPresent() && horizon.get().ends().isEmpty()) {
      readEnds(horizon.get(), look.reached());
    } else if (horizon.isPresent()
        && horizon.get().reachedBy(look.reached())
        && !look.overtaken()) {
      Settled more = transact(this::giveUp);
      return settled.with(more.applied(), more.givenUp());
    }
    return settled;
  }

  private void readEnds(Horizon before, Map<Integer, Long> reached) throws OutageException {
    if (clock.instant().isBefore(before.endsFrom())) {
      return;
    }
    Map<Integer, Long> ends = topic.ends();
    reached.forEach(
        (partition, offset) -> {
          if (offset > ends.getOrDefault(partition, 0L)) {
            throw new CdcException(
                ErrorCode.TOPIC_CHANGED,
                "%s was made again: the target has applied partition %d up to offset %d, and it ends at %d. Stop all consumers and run 'cdc offsets --to-earliest'"
                    .formatted(
                        settings.topic(), partition, offset, ends.getOrDefault(partition, 0L)));
          }
        });
    horizon =
        Optional.of(
            new Horizon(before.since(), before.endsFrom(), before.inTheWay(), Optional.of(ends)));
  }

  private <T> T transact(Work<T> work) throws SQLException, OutageException {
    try (Connection connection = target.connection()) {
      // A shift of millions of rows is one statement.
      connection.setNetworkTimeout(Runnable::run, (int) Duration.ofHours(6).toMillis());
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        boolean unused = statement.execute("set local idle_in_transaction_session_timeout = 0");
        T result = work.in(connection, new ParkedTable(connection, target));
        connection.commit();
        return result;
      } catch (SQLException | OutageException | RuntimeException e) {
        connection.rollback();
        throw e;
      }
    }
  }

  /** Applies all that can be. */
  private Look settle(Connection connection, ParkedTable table) throws SQLException {
    ParkedTable.State before = table.state();
    Map<Integer, Long> reached = table.reached(settings.topic());
    if (before.count() == 0 || !table.lock()) {
      return new Look(
          new Settled(0, 0, 0, 0, before.count(), before.age()),
          before.now(),
          reached,
          Map.of(),
          true);
    }
    Applied.Ended passed = table.removePassed();
    ParkedTable.Keys keys = table.read();
    Constraints constraints = target.constraints(connection);
    ParkedTable.Planned planned = table.plan(keys, constraints);
    table.checkDeferred();
    overtaken = false;
    int applied =
        settle(connection, table, keys, planned.plan(), constraints, planned.plan().lots());
    Map<Long, Long> inTheWay = new HashMap<>();
    for (int i = 0; i < keys.count() && horizon.isEmpty(); i++) {
      inTheWay.put(keys.ids[i], planned.inTheWay().get(i));
    }
    return new Look(
        new Settled(
            applied,
            passed.duplicates(),
            passed.superseded(),
            0,
            before.count() - passed.total() - applied,
            before.age()),
        before.now(),
        reached,
        inTheWay,
        overtaken);
  }

  /** What fails together is halved; what fails alone stays. */
  private int settle(
      Connection connection,
      ParkedTable table,
      ParkedTable.Keys keys,
      SettlePlan plan,
      Constraints constraints,
      List<int[]> lots)
      throws SQLException {
    if (lots.isEmpty()) {
      return 0;
    }
    int[] places = lots.stream().flatMapToInt(Arrays::stream).toArray();
    Savepoint before = connection.setSavepoint();
    try {
      if (table.apply(keys.of(places), vacated(keys, plan.vacated(), places), constraints)) {
        connection.releaseSavepoint(before);
        return places.length;
      }
      overtaken = true;
    } catch (SQLException e) {
      if (!FailurePolicy.of(e).isOfRecord()) {
        throw e;
      }
    }
    connection.rollback(before);
    if (lots.size() == 1) {
      return 0;
    }
    int half = lots.size() / 2;
    return settle(connection, table, keys, plan, constraints, lots.subList(0, half))
        + settle(connection, table, keys, plan, constraints, lots.subList(half, lots.size()));
  }

  private static long[] vacated(ParkedTable.Keys keys, BitSet vacated, int[] places) {
    return IntStream.of(places).filter(vacated::get).mapToLong(place -> keys.ids[place]).toArray();
  }

  /**
   * Some of those that are bad: tried once more alone, for their own error. Those that wait for
   * others of the set come last, when nothing else is left that could be their reason.
   */
  private Settled giveUp(Connection connection, ParkedTable table)
      throws SQLException, OutageException {
    Horizon now = horizon.orElseThrow();
    if (!table.lock()) {
      return new Settled(0, 0, 0, 0, 0, Duration.ZERO);
    }
    ParkedTable.Keys keys = table.read();
    Constraints constraints = target.constraints(connection);
    ParkedTable.Planned planned = table.plan(keys, constraints);
    BitSet unstable = now.unstable(keys, planned);
    List<Long> bad =
        table.old(settings.topic(), now.since()).stream()
            .filter(id -> !unstable.get(keys.place(id)))
            .toList();
    List<Long> first =
        bad.stream().filter(id -> planned.plan().waitsForNoneOfTheSet(keys.place(id))).toList();
    List<Long> chosen = first.isEmpty() ? bad : first;
    if (chosen.size() <= MOST_AT_ONCE) {
      horizon = Optional.empty();
    }
    return giveUp(
        connection,
        table,
        constraints,
        chosen.subList(0, Math.min(MOST_AT_ONCE, chosen.size())),
        now.since());
  }

  private Settled giveUp(
      Connection connection,
      ParkedTable table,
      Constraints constraints,
      List<Long> chosen,
      Instant since)
      throws SQLException, OutageException {
    List<ParkedTable.Old> given = new ArrayList<>();
    List<GivenUp> letters = new ArrayList<>();
    int applied = 0;
    for (ParkedTable.Old old : table.records(chosen)) {
      Savepoint before = connection.setSavepoint();
      try {
        ParkedTable.Keys one =
            new ParkedTable.Keys(new long[] {old.id()}, new long[] {old.actionId()});
        if (table.apply(one, new long[0], constraints)) {
          applied++;
          connection.releaseSavepoint(before);
        } else {
          connection.rollback(before);
        }
      } catch (SQLException e) {
        if (!FailurePolicy.of(e).isOfRecord()) {
          throw e;
        }
        connection.rollback(before);
        given.add(old);
        letters.add(new GivenUp(old.origin(), target.names().fault(e, connection)));
      }
    }
    if (!letters.isEmpty()) {
      if (!admitted) {
        long[] share = table.share(settings.topic(), since);
        brake.admitParked(share[0], share[1], letters.get(0).fault().message());
        admitted = true;
      }
      table.remove(given);
      topic.giveUp(letters);
    }
    return new Settled(applied, 0, 0, letters.size(), 0, Duration.ZERO);
  }
}
