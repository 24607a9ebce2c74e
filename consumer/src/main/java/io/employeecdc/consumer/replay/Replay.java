package io.employeecdc.consumer.replay;

import io.employeecdc.consumer.apply.AppliedThrough;
import io.employeecdc.consumer.apply.ChangeApplier;
import io.employeecdc.consumer.apply.Outcome;
import io.employeecdc.consumer.batch.BatchAttempt;
import io.employeecdc.consumer.deadletter.DeadLetter;
import io.employeecdc.consumer.decode.ChangeDecoder;
import io.employeecdc.consumer.failure.FailureTranslation;
import io.employeecdc.consumer.failure.OutageException;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.service.Backoff;
import io.employeecdc.runtime.service.Shutdown;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

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

  private final ReplaySettings settings;
  private final ChangeDecoder decoder;
  private final ChangeApplier applier;
  private final Optional<ReplayGroup> group;
  private final Shutdown stop;
  private final Watcher watcher;
  private final Clock clock = Clock.systemUTC();
  private final Backoff backoff = new Backoff();
  private final int batchSize;

  private List<DeadLetterRecord> open = new ArrayList<>();

  /** Where the group has got to, in the partitions where it moved. */
  private final Map<TopicPartition, OffsetAndMetadata> reached = new HashMap<>();

  /** Where the group stays: the first letter that was passed over, by partition. */
  private final Map<TopicPartition, Long> held = new HashMap<>();

  private Instant nextBatch = clock.instant();
  private boolean stopped;

  /** Told how a replay goes. */
  public interface Watcher {
    /** These letters are done: their effect, their new letters and the offsets are in place. */
    void replayed(List<DeadLetterRecord> letters, List<Outcome> outcomes);

    /** The replay waits for something, and tries again. */
    void waiting(String what);
  }

  /**
   * A replay that has done nothing yet.
   *
   * @param applier one of {@link ChangeApplier#rehearsal} to leave the target as it is
   * @param group keeps what failed again and how far it got; empty to keep nothing
   */
  public Replay(
      ReplaySettings settings,
      ChangeApplier applier,
      Registry registry,
      Optional<ReplayGroup> group,
      Shutdown stop,
      Watcher watcher) {
    this.settings = settings;
    this.decoder = new ChangeDecoder(registry, settings.contract());
    this.applier = applier;
    this.group = group;
    this.stop = stop;
    this.watcher = watcher;
    // A second's worth: a smaller rate must not show as a long silence after each batch.
    int rate = settings.ratePerSecond();
    this.batchSize = rate == 0 ? BATCH_SIZE : Math.min(BATCH_SIZE, rate);
  }

  /** The next letter is to be replayed, at the latest with {@link #flush}. */
  public void take(DeadLetterRecord letter) {
    open.add(letter);
    pass(letter);
    if (open.size() == batchSize) {
      flush();
    }
  }

  /** The next letter is passed over, and left for another replay. */
  public void leave(DeadLetterRecord letter) {
    held.putIfAbsent(letter.partition(), letter.record().offset());
  }

  /** The next letter need not come again to this group. */
  public void pass(DeadLetterRecord letter) {
    if (!isBehindHeld(letter)) {
      reached.put(letter.partition(), new OffsetAndMetadata(letter.record().offset() + 1));
    }
  }

  /**
   * The group moves up to the first letter that was passed over. One behind that is replayed all
   * the same, stays as it is, and comes again in a later replay, which recognises it.
   */
  private boolean isBehindHeld(DeadLetterRecord letter) {
    return held.getOrDefault(letter.partition(), Long.MAX_VALUE) < letter.record().offset();
  }

  /** Replays what was taken. */
  public void flush() {
    List<DeadLetterRecord> letters = open;
    open = new ArrayList<>();
    keepRate(letters.size());
    BatchAttempt batch =
        new BatchAttempt(
            letters.stream().map(DeadLetterRecord::original).toList(), AppliedThrough.NONE);
    List<Outcome> outcomes = new ArrayList<>();
    boolean done =
        succeeds(() -> apply(batch, letters, outcomes))
            && (group.isEmpty()
                || succeeds(
                    () -> group.get().finish(again(letters, outcomes), Map.copyOf(reached))));
    if (!done) {
      stopped = true;
    } else if (!letters.isEmpty()) {
      watcher.replayed(letters, outcomes);
    }
  }

  /** Something that can be tried again. */
  private interface Attempt {
    void run() throws OutageException;
  }

  /**
   * Tries again what is out of reach, with growing waits.
   *
   * @return false if a stop was asked for before it was done
   * @throws CdcException with exit code 5 at the end of patience, from the first failure in a row
   */
  private boolean succeeds(Attempt attempt) {
    Instant end = null;
    while (true) {
      try {
        attempt.run();
        backoff.succeeded();
        return true;
      } catch (OutageException e) {
        if (end == null) {
          end = clock.instant().plus(settings.retryFor());
          watcher.waiting(e.getMessage());
        } else if (clock.instant().isAfter(end)) {
          throw new CdcException(
              ExitCode.UNREACHABLE,
              "%s; gave up after %d s (--retry-for). Nothing is lost: run it again"
                  .formatted(e.getMessage(), settings.retryFor().toSeconds()),
              e);
        }
        if (stop.pause(backoff.next())) {
          return false;
        }
      }
    }
  }

  /** Waits until the time of the letters before these is over, but not beyond a stop. */
  private void keepRate(int letters) {
    int rate = settings.ratePerSecond();
    if (rate > 0) {
      Instant now = clock.instant();
      if (nextBatch.isAfter(now)) {
        stop.pause(Duration.between(now, nextBatch));
      } else {
        nextBatch = now;
      }
      nextBatch = nextBatch.plusNanos(letters * 1_000_000_000L / rate);
    }
  }

  private void apply(BatchAttempt batch, List<DeadLetterRecord> letters, List<Outcome> outcomes)
      throws OutageException {
    try {
      List<Outcome> some = batch.run(decoder, applier).outcomes();
      for (int i = 0; i < some.size(); i++) {
        outcomes.add(
            some.get(i) instanceof Outcome.Failed failed
                ? new Outcome.Failed(failed.cause(), letters.get(i).tries() + 1)
                : some.get(i));
      }
    } catch (RegistryException | SQLException e) {
      throw FailureTranslation.of(settings.target(), e);
    }
  }

  /** True if a stop came in the way of a batch, which will come again. */
  public boolean stopped() {
    return stopped;
  }

  /** The first letter of each partition that was left, if any was: the group stays before it. */
  public Map<Integer, Long> held() {
    Map<Integer, Long> byPartition = new TreeMap<>();
    held.forEach((partition, offset) -> byPartition.put(partition.partition(), offset));
    return byPartition;
  }

  private List<DeadLetter> again(List<DeadLetterRecord> letters, List<Outcome> outcomes) {
    List<DeadLetter> again = new ArrayList<>();
    for (int i = 0; i < letters.size(); i++) {
      if (!isBehindHeld(letters.get(i)) && outcomes.get(i) instanceof Outcome.Failed failed) {
        again.add(letters.get(i).again(failed));
      }
    }
    return again;
  }
}
