package io.employeecdc.consumer.parked;

import io.employeecdc.consumer.apply.Applied;
import io.employeecdc.consumer.apply.Constraints;
import io.employeecdc.consumer.apply.FaultNames;
import io.employeecdc.consumer.deadletter.Brake;
import io.employeecdc.consumer.failure.FailurePolicy;
import io.employeecdc.consumer.failure.OutageException;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies parked changes, of all consumers, once what they wait for is there; gives up those for
 * which it can no longer come. One look is one transaction, of whoever gets the lock.
 *
 * <p><b>Why a change that is given up is bad, and no other is.</b> Let E be the ends of the topic's
 * partitions, open transactions included, read when a change had been parked for {@code parkFor},
 * longer than its whole source transaction takes to be published. Once every partition has been
 * applied up to E, the table together with what is parked is, employee by employee, at or beyond
 * one moment of the source; and what the source held at any moment had no conflict. So whatever
 * that moment's rows need is in the table, or parked and not blocked, and the look after that
 * applies it. What it cannot apply breaks a rule that the source does not have.
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
   * All that was parked no later than {@code since} is bad once all partitions are at their ends.
   */
  private record Horizon(Instant since, Map<Integer, Long> ends) {
    boolean reachedBy(Map<Integer, Long> reached) {
      return ends.entrySet().stream()
          .allMatch(end -> reached.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }
  }

  private final DataSource target;
  private final SettleSettings settings;
  private final Topic topic;
  private final Brake brake;
  private final Consumer<Settled> watcher;
  private final Clock clock;
  private final FaultNames names;
  private Optional<Horizon> horizon = Optional.empty();

  /** Whether the brake has let through what is given up at the horizon. */
  private boolean admitted;

  private Instant next = Instant.EPOCH;
  private Duration pause = SHORTEST_PAUSE;
  private volatile boolean someParked;
  private volatile boolean woken = true;

  /**
   * One that has not looked yet.
   *
   * @param watcher told what each look brought
   */
  public Settling(
      DataSource target,
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
    this.names = new FaultNames(target);
  }

  /** A batch has parked something, or has changed something while others are parked. */
  public void wake() {
    someParked = true;
    woken = true;
  }

  /** Whether anything was parked when last looked: then others want to know how far we are. */
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
    if (begin.isBefore(next) && !(woken && pause.equals(SHORTEST_PAUSE))) {
      return false;
    }
    woken = false;
    try {
      Settled settled = look();
      someParked = settled.left() > 0;
      watcher.accept(settled);
      schedule(begin, settled);
      return settled.changed();
    } catch (SQLException | OutageException e) {
      next = clock.instant().plus(LONGEST_PAUSE);
      if (e instanceof SQLException failure) {
        throw failure;
      }
      LOG.debug("Nothing can be given up now: {}", e.getMessage());
      return false;
    }
  }

  private void schedule(Instant begin, Settled settled) {
    Instant end = clock.instant();
    if (settled.changed()) {
      pause = SHORTEST_PAUSE;
    } else if (settled.left() == 0) {
      pause = LONGEST_PAUSE;
    } else {
      Duration cost = Duration.between(begin, end).multipliedBy(SHARE_OF_TIME);
      Duration more = pause.multipliedBy(2);
      pause = least(LONGEST_PAUSE, cost.compareTo(more) > 0 ? cost : more);
    }
    next = end.plus(pause);
    if (settled.left() == 0) {
      // Who wakes us next need not wait.
      pause = SHORTEST_PAUSE;
    }
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private Settled look() throws SQLException, OutageException {
    try (Connection connection = target.getConnection()) {
      connection.setAutoCommit(false);
      try {
        Settled settled = look(connection, new ParkedTable(connection));
        connection.commit();
        return settled;
      } catch (SQLException | OutageException | RuntimeException e) {
        connection.rollback();
        throw e;
      }
    }
  }

  private Settled look(Connection connection, ParkedTable table)
      throws SQLException, OutageException {
    ParkedTable.State before = table.state();
    if (before.count() == 0 || !table.lock()) {
      return new Settled(0, 0, 0, 0, before.count(), before.age());
    }
    if (before.count() > settings.most()) {
      throw new CdcException(
          ErrorCode.TOO_MANY_PARKED,
          "%,d changes wait for other rows of the target (--max-parked is %,d); nothing is lost. Look at constraint_name in parked_changes, repair the cause and start again, or set --max-parked higher"
              .formatted(before.count(), settings.most()));
    }
    boolean reached =
        horizon.isPresent() && horizon.get().reachedBy(table.reached(settings.topic()));
    Applied.Ended passed = table.removePassed();
    int applied = settle(connection, table);
    Settled settled =
        new Settled(
            applied,
            passed.duplicates(),
            passed.superseded(),
            0,
            before.count() - passed.total() - applied,
            before.age());
    if (settled.left() == 0) {
      horizon = Optional.empty();
    } else if (reached) {
      Settled more = giveUp(connection, table, horizon.get().since());
      if (more.ended() < MOST_AT_ONCE) {
        horizon = Optional.empty();
      }
      return settled.with(more.applied(), more.givenUp());
    } else if (horizon.isEmpty() && before.age().compareTo(settings.parkFor()) >= 0) {
      horizon = Optional.of(horizon(before.now(), table.reached(settings.topic())));
      admitted = false;
    }
    return settled;
  }

  private Horizon horizon(Instant now, Map<Integer, Long> reached) throws OutageException {
    Map<Integer, Long> ends = topic.ends();
    reached.forEach(
        (partition, next) -> {
          if (next > ends.getOrDefault(partition, 0L)) {
            throw new CdcException(
                ErrorCode.TOPIC_CHANGED,
                "%s was made again: the target has applied partition %d up to offset %d, and it ends at %d. Stop all consumers and run 'cdc offsets --to-earliest'"
                    .formatted(
                        settings.topic(), partition, next, ends.getOrDefault(partition, 0L)));
          }
        });
    return new Horizon(now.minus(settings.parkFor()), ends);
  }

  /** Applies all that can be; returns how many. */
  private int settle(Connection connection, ParkedTable table) throws SQLException {
    ParkedTable.Keys keys = table.read();
    Constraints constraints = Constraints.of(connection);
    SettlePlan plan = table.plan(keys, constraints);
    table.checkDeferred();
    return settle(connection, table, keys, plan, constraints, plan.lots());
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
    boolean overtaken = false;
    try {
      if (table.apply(keys.of(places), employees(keys, plan.vacated(), places), constraints)) {
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
    if (overtaken || lots.size() == 1) {
      return 0;
    }
    int half = lots.size() / 2;
    return settle(connection, table, keys, plan, constraints, lots.subList(0, half))
        + settle(connection, table, keys, plan, constraints, lots.subList(half, lots.size()));
  }

  private static int[] employees(ParkedTable.Keys keys, BitSet vacated, int[] places) {
    return IntStream.of(places)
        .filter(vacated::get)
        .map(place -> keys.employeeIds[place])
        .toArray();
  }

  /** Those parked so long, some of them: tried once more alone, for their own error. */
  private Settled giveUp(Connection connection, ParkedTable table, Instant since)
      throws SQLException, OutageException {
    List<ParkedTable.Old> given = new ArrayList<>();
    List<GivenUp> letters = new ArrayList<>();
    int applied = 0;
    Constraints constraints = Constraints.of(connection);
    for (ParkedTable.Old old : table.old(settings.topic(), since, MOST_AT_ONCE)) {
      Savepoint before = connection.setSavepoint();
      try {
        ParkedTable.Keys one =
            new ParkedTable.Keys(new int[] {old.employeeId()}, new long[] {old.actionId()});
        if (table.apply(one, new int[0], constraints)) {
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
        letters.add(new GivenUp(old.origin(), names.fault(e)));
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
