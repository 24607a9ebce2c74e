package io.employeecdc.consumer.replay;

import io.employeecdc.consumer.apply.AppliedThrough;
import io.employeecdc.consumer.apply.ChangeApplier;
import io.employeecdc.consumer.batch.BatchAttempt;
import io.employeecdc.consumer.batch.Outcome;
import io.employeecdc.consumer.deadletter.DeadLetter;
import io.employeecdc.consumer.decode.ChangeDecoder;
import io.employeecdc.consumer.failure.FailureTranslation;
import io.employeecdc.consumer.failure.OutageException;
import io.employeecdc.contract.Registry;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.service.Backoff;
import io.employeecdc.runtime.service.Shutdown;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Takes dead letters, in the order of their partitions, through the consumer's own step.
 *
 * <p>A batch is applied in the target first. Then what failed again is written to the end of the
 * dead-letter topic with its count of tries raised, in one Kafka transaction with the offsets of
 * the group, so that the older letter is passed in the moment in which the newer one appears. After
 * a crash in between the batch comes again, and the target recognises it.
 */
public final class Replay {
  private static final int BATCH_SIZE = 500;
  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  private final DatabaseSettings target;
  private final ChangeDecoder decoder;
  private final ChangeApplier applier;
  private final Ending ending;
  private final Retries retries;
  private final Pace pace;
  private final int batchSize;
  private final ReplayWatcher watcher;

  private final Reached reached = new Reached();
  private List<Letter> open = new ArrayList<>();
  private List<Boolean> movable = new ArrayList<>();
  private boolean stopped;

  private Replay(
      ReplaySettings settings,
      ChangeApplier applier,
      Registry registry,
      Ending ending,
      Shutdown stop,
      ReplayWatcher watcher) {
    Clock clock = Clock.systemUTC();
    Backoff backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT, RandomGenerator.getDefault());
    this.target = settings.target();
    this.decoder = new ChangeDecoder(registry, settings.contract());
    this.applier = applier;
    this.ending = ending;
    this.retries = new Retries(settings.retryFor(), backoff, clock, stop, watcher::waiting);
    this.pace = new Pace(settings.ratePerSecond(), clock, stop);
    // A second's worth: a smaller rate must not show as a long silence after each batch.
    int rate = settings.ratePerSecond();
    this.batchSize = rate == 0 ? BATCH_SIZE : Math.min(BATCH_SIZE, rate);
    this.watcher = watcher;
  }

  /** A replay that counts. */
  public static Replay real(
      ReplaySettings settings,
      ChangeApplier applier,
      Registry registry,
      ReplayGroup group,
      Shutdown stop,
      ReplayWatcher watcher) {
    return new Replay(settings, applier, registry, group, stop, watcher);
  }

  /**
   * A replay that leaves everything as it is.
   *
   * @param rehearsal of {@link ChangeApplier#rehearsal}
   */
  public static Replay rehearsal(
      ReplaySettings settings,
      ChangeApplier rehearsal,
      Registry registry,
      Shutdown stop,
      ReplayWatcher watcher) {
    return new Replay(settings, rehearsal, registry, Ending.none(), stop, watcher);
  }

  /** The next letter is to be replayed, at the latest with {@link #flush}. */
  public void take(Letter letter) {
    open.add(letter);
    movable.add(reached.move(letter));
    if (open.size() == batchSize) {
      flush();
    }
  }

  /** The next letter is passed over, and left for another replay. */
  public void leave(Letter letter) {
    reached.hold(letter);
  }

  /** The next letter is nothing to this group, now or ever. */
  public void ignore(Letter letter) {
    boolean unused = reached.move(letter);
  }

  /** Replays what was taken. */
  public void flush() {
    List<Letter> letters = List.copyOf(open);
    List<Boolean> moved = List.copyOf(movable);
    open = new ArrayList<>();
    movable = new ArrayList<>();
    pace.before(letters.size());
    BatchAttempt batch =
        new BatchAttempt(letters.stream().map(Letter::original).toList(), AppliedThrough.NONE);
    List<Outcome> outcomes = new ArrayList<>();
    boolean done =
        retries.succeeds(() -> apply(batch, letters, outcomes))
            && retries.succeeds(
                () -> ending.finish(again(letters, outcomes, moved), reached.next()));
    if (!done) {
      stopped = true;
    } else if (!letters.isEmpty()) {
      watcher.replayed(letters, outcomes);
    }
  }

  private void apply(BatchAttempt batch, List<Letter> letters, List<Outcome> outcomes)
      throws OutageException {
    FailureTranslation.run(
        target,
        () -> {
          List<Outcome> some = batch.run(decoder, applier).outcomes();
          for (int i = 0; i < some.size(); i++) {
            outcomes.add(
                some.get(i) instanceof Outcome.Failed failed
                    ? new Outcome.Failed(failed.cause(), letters.get(i).tries() + 1)
                    : some.get(i));
          }
        });
  }

  /** True if a stop came in the way of a batch, which will come again. */
  public boolean stopped() {
    return stopped;
  }

  /** The first letter of each partition that was left, if any was: the group stays before it. */
  public Map<Integer, Long> held() {
    return reached.held();
  }

  private static List<DeadLetter> again(
      List<Letter> letters, List<Outcome> outcomes, List<Boolean> moved) {
    List<DeadLetter> again = new ArrayList<>();
    for (int i = 0; i < letters.size(); i++) {
      if (moved.get(i) && outcomes.get(i) instanceof Outcome.Failed failed) {
        again.add(letters.get(i).again(failed));
      }
    }
    return again;
  }
}
