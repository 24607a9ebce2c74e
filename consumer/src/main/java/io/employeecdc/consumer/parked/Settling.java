package io.employeecdc.consumer.parked;

import io.employeecdc.consumer.apply.AppliedOffsets;
import io.employeecdc.consumer.apply.Target;
import io.employeecdc.consumer.deadletter.Brake;
import io.employeecdc.consumer.failure.OutageException;
import io.employeecdc.runtime.database.Query;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies parked changes, of all consumers, once what they wait for is there; gives up those for
 * which it can no longer come. One look at a time, of whoever gets the lock.
 *
 * <p>For one thread at a time.
 */
public final class Settling {
  private static final Logger LOG = LoggerFactory.getLogger(Settling.class);

  /** Where nothing is known to be parked, another process may have parked something. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);

  /** A look in vain makes the next one wait as long as it took, and up to so many times longer. */
  private static final int SHARE_OF_TIME = 10;

  /** Between two counts of what is still arriving. */
  private static final Duration LONGEST_REST = Duration.ofSeconds(1);

  /** A look at fewer takes no less, as each of its statements is a round trip. */
  private static final int FEW = 10_000;

  /** What arrives for longer is looked at meanwhile, however much there is. */
  private static final Duration LONGEST_PATIENCE = Duration.ofMinutes(1);

  /**
   * What one transaction that settled brought.
   *
   * @param reached how far each partition has been applied
   * @param parked empty if nobody looked at them
   * @param overtaken whether a change was overtaken while it was settled
   */
  record Look(
      Settled settled,
      Map<Integer, Long> reached,
      Optional<ParkedChanges> parked,
      boolean overtaken) {}

  private final Target target;
  private final SettleSettings settings;
  private final Consumer<Settled> watcher;
  private final Clock clock;
  private final GivingUp givingUp;
  private final AppliedOffsets offsets;

  /** When the last look ended. */
  private Instant ended = Instant.EPOCH;

  /** What the last one took that was more than a count. */
  private Duration cost = Duration.ZERO;

  /** Before the next one, at least. */
  private Duration rest = Duration.ZERO;

  /** Looks in a row that changed nothing and found as many parked as the one before. */
  private int inVain;

  /** How many were parked when they were last counted, less those that it brought to an end. */
  private int left;

  /** When the last look at them ended, which was more than a count, and how many it left. */
  private Instant looked = Instant.EPOCH;

  private int found;

  /** For so long after it is waited for the rest of what arrives, or longer if it is much. */
  private Duration patience = Duration.ZERO;

  /** More than there were, of which the rest is waited for. */
  private boolean arriving;

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
    this.watcher = watcher;
    this.clock = clock;
    this.offsets = new AppliedOffsets(target);
    this.givingUp = new GivingUp(target, settings, topic, brake, clock);
  }

  /** A batch has parked something, or has changed something while others are parked. */
  public void wake() {
    woken = true;
  }

  /**
   * Looks, if it is time.
   *
   * @return whether it brought something, so that the next look is worth its while
   * @throws CdcException with exit code 7 if too many are parked, or would be given up
   */
  public boolean step() throws SQLException {
    Instant begin = clock.instant();
    if (begin.isBefore(
        ended.plus(woken || arriving ? rest : Collections.max(List.of(rest, idlePause()))))) {
      return false;
    }
    woken = false;
    // Unless it goes well.
    ended = begin;
    rest = LONGEST_PAUSE;
    try {
      Settled settled = look();
      watcher.accept(settled);
      ended = clock.instant();
      rest = arriving ? Collections.min(List.of(cost, LONGEST_REST)) : restAfter(settled, begin);
      left = settled.left();
      return settled.changed();
    } catch (OutageException e) {
      LOG.warn("Nothing can be given up now: {}", e.getMessage());
      return false;
    }
  }

  /**
   * However often it is woken, it takes half of the time at most; a tenth where nothing changes. A
   * statement over millions of rows is counted while it arrives, and looked at soon after it is
   * there.
   */
  private Duration restAfter(Settled settled, Instant begin) {
    boolean same = !settled.changed() && settled.left() == left;
    inVain = same ? Math.min(inVain + 1, SHARE_OF_TIME - 1) : 0;
    cost = Duration.between(begin, ended);
    patience = settled.changed() ? Duration.ZERO : cost.multipliedBy(SHARE_OF_TIME);
    looked = ended;
    found = settled.left();
    return settled.changed()
        ? SHORTEST_PAUSE
        : Collections.max(List.of(cost.multipliedBy(1 + inVain), SHORTEST_PAUSE));
  }

  /** Twice as long after each look in vain: so what nobody tells is found in twice its time. */
  private Duration idlePause() {
    return left == 0
        ? LONGEST_PAUSE
        : Collections.min(List.of(SHORTEST_PAUSE.multipliedBy(1L << inVain), LONGEST_PAUSE));
  }

  /** The next look will take longer than the last one, as many times as there are more by now. */
  private boolean isArriving(int parked) {
    Duration grown = patience.multipliedBy(parked).dividedBy(Math.max(FEW, found));
    Duration most =
        Collections.max(List.of(patience, Collections.min(List.of(grown, LONGEST_PATIENCE))));
    return parked > left && clock.instant().isBefore(looked.plus(most));
  }

  private Settled look() throws SQLException, OutageException {
    Look look = target.transact(connection -> settle(connection, patientlyOn(connection)));
    Settled settled = look.settled();
    if (settled.left() > settings.most()) {
      throw new CdcException(
          ErrorCode.TOO_MANY_PARKED,
          "%,d changes wait for other rows of the target (--max-parked is %,d); nothing is lost. Look at constraint_name in %s, repair the cause and start again, or set --max-parked higher"
              .formatted(settled.left(), settings.most(), target.table().names().parked()));
    }
    if (givingUp.isDue(look)) {
      return target.transact(
          connection -> givingUp.some(connection, patientlyOn(connection), settled));
    }
    return settled;
  }

  /** A shift of millions of rows is one statement. */
  private ParkedTable patientlyOn(Connection connection) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, (int) Duration.ofHours(6).toMillis());
    int unused = Query.update(connection, "set local idle_in_transaction_session_timeout = 0");
    return new ParkedTable(connection, target);
  }

  /** Applies all that can be. */
  private Look settle(Connection connection, ParkedTable table) throws SQLException {
    Settled before = table.state();
    Map<Integer, Long> reached = offsets.read(connection, settings.topic());
    arriving = isArriving(before.left());
    if (before.left() == 0 || arriving || !table.lock()) {
      return new Look(before, reached, Optional.empty(), true);
    }
    long[] passed = table.removePassed();
    ParkedChanges all = table.read(settings.topic());
    Target.checkDeferred(connection);
    overtaken = false;
    int applied = settle(table, all, all.plan.lots());
    int left = (int) (before.left() - passed[0] - passed[1] - applied);
    Settled settled =
        new Settled(applied, (int) passed[0], (int) passed[1], 0, left, before.oldest());
    return new Look(settled, reached, Optional.of(all), overtaken);
  }

  /** What fails together is halved; what fails alone stays. */
  private int settle(ParkedTable table, ParkedChanges all, List<int[]> lots) throws SQLException {
    if (lots.isEmpty()) {
      return 0;
    }
    int[] places = lots.stream().flatMapToInt(Arrays::stream).toArray();
    try {
      if (table.apply(all, places)) {
        return places.length;
      }
      overtaken = true;
    } catch (SQLException e) {
      if (!target.policy(e).isOfRecord()) {
        throw e;
      }
    }
    if (lots.size() == 1) {
      return 0;
    }
    int half = lots.size() / 2;
    return settle(table, all, lots.subList(0, half))
        + settle(table, all, lots.subList(half, lots.size()));
  }
}
