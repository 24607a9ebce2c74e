package io.employeecdc.consumer.loop;

import io.employeecdc.consumer.apply.Elsewhere;
import io.employeecdc.consumer.deadletter.Brake;
import io.employeecdc.consumer.metrics.BatchReport;
import io.employeecdc.consumer.metrics.ConsumerMetrics;
import io.employeecdc.runtime.service.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Moves what is on the desk forward, try by try, to its end. */
final class Worker {
  /**
   * A transaction in Kafka takes as long as some thousand records: letters of batches share one.
   */
  private static final Duration BETWEEN_LETTERS = Duration.ofSeconds(1);

  /** So often others' partitions are tried to be read; then it must go on without. */
  private static final int MOST_UNREADABLE = 5;

  /** Who has nothing to do looks so often whether the target is still there. */
  private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(10);

  private final Desk desk;
  private final BatchStep step;
  private final StepThread thread;
  private final Finish finish;
  private final CatchUp catchUp;
  private final Brake brake;
  private final ConsumerMetrics metrics;
  private final OnOutage onOutage;
  private final Backoff outages;
  private final Clock clock;
  private final Looks looks = new Looks();
  private Instant lastLetters = Instant.EPOCH;
  private Instant targetSeen;
  private boolean undelivered;
  private int unreadable;

  /** The oldest change that waited in others' partitions when last asked. */
  private long oldestElsewhere = Long.MAX_VALUE;

  Worker(
      Desk desk,
      BatchStep step,
      StepThread thread,
      Finish finish,
      CatchUp catchUp,
      LoopParts parts,
      OnOutage onOutage,
      LoopTiming timing) {
    this.desk = desk;
    this.step = step;
    this.thread = thread;
    this.finish = finish;
    this.catchUp = catchUp;
    this.brake = parts.brake();
    this.metrics = parts.metrics();
    this.onOutage = onOutage;
    this.outages = timing.backoff();
    this.clock = timing.clock();
    this.targetSeen = clock.instant();
  }

  /** True if nothing more may come before Kafka has taken what is due. */
  boolean undelivered() {
    return undelivered;
  }

  /** How long it has nothing to do if no records come; empty if nothing waits. */
  Optional<Duration> untilLook(Instant now) {
    return desk.waiting().isEmpty() ? Optional.empty() : Optional.of(looks.untilDue(now));
  }

  /**
   * Does what can be done now.
   *
   * @param idle whether no records came
   * @throws OutageException if something is out of reach; to be called again
   * @throws io.employeecdc.runtime.failure.CdcException if waiting cannot help, or too much fails
   */
  void work(Instant now, boolean idle) throws OutageException {
    try {
      workOnAll(now, idle);
    } catch (OutageException e) {
      // The others may be held up as well.
      Instant then = clock.instant();
      desk.replaceAll(waiting -> waiting.anew(then));
      throw e;
    }
  }

  private void workOnAll(Instant now, boolean idle) throws OutageException {
    if (undelivered) {
      deliver();
    }
    if (desk.current().isPresent()) {
      tryBatch(desk.current().get(), now);
    }
    if (!desk.waiting().isEmpty() && looks.due(now, idle)) {
      look(now);
    }
    Pending pending = desk.pending();
    boolean later =
        !idle && pending.hasLetters() && now.isBefore(lastLetters.plus(BETWEEN_LETTERS));
    if (!later || desk.full()) {
      deliver();
    }
    if (idle && !now.isBefore(targetSeen.plus(BETWEEN_CHECKS))) {
      checkTarget();
    }
  }

  /** An operator should not learn of an outage by the first change after the weekend. */
  private void checkTarget() throws OutageException {
    thread.run(step::reach);
    targetSeen = clock.instant();
    outages.succeeded();
  }

  private void look(Instant now) throws OutageException {
    boolean away = looks.wasAway(now);
    catchUp.begin();
    desk.replaceAll(waiting -> (away ? waiting.anew(now) : waiting).look(now, catchUp));
    looks.looked(clock.instant());
    workOnWaiting(now);
  }

  private void workOnWaiting(Instant now) throws OutageException {
    for (Waiting waiting : desk.waiting()) {
      if (waiting.over(now)) {
        if (waiting.forOthers() && !catchUp.settled()) {
          desk.replace(waiting, waiting.anew(now));
        } else if (!tryWaiting(waiting, now)) {
          return;
        }
      }
    }
    if (desk.hasReady()) {
      for (Waiting waiting : turn(now)) {
        if (!tryWaiting(waiting, now)) {
          return;
        }
      }
    }
  }

  /** Of those that have nothing to wait for but older changes, those whose turn it is. */
  private List<Waiting> turn(Instant now) {
    Optional<Held> elsewhere = catchUp.heldByOthers();
    long oldest = elsewhere.map(Held::oldest).orElse(oldestElsewhere);
    if (elsewhere.isEmpty() || oldest > oldestElsewhere) {
      desk.replaceAll(waiting -> waiting.ready() ? waiting.anew(now) : waiting);
    }
    oldestElsewhere = oldest;
    Optional<Waiting> begun =
        desk.waiting().stream().filter(one -> one.ready() && one.batch().begun()).findFirst();
    return begun.map(List::of).orElseGet(() -> elsewhere.map(desk::turn).orElse(List.of()));
  }

  private boolean tryWaiting(Waiting waiting, Instant now) throws OutageException {
    try {
      boolean tried = tryBatch(waiting.batch(), now);
      unreadable = 0;
      return tried;
    } catch (OutageException e) {
      unreadable += e.dependency().equals(BatchStep.KAFKA) ? 1 : 0;
      throw e;
    }
  }

  /**
   * @return false if partitions were lost on the way, so that the batch on the desk is another one
   */
  private boolean tryBatch(Batch batch, Instant now) throws OutageException {
    Instant begun = clock.instant();
    if (!step(batch)) {
      return false;
    }
    BatchReport report = batch.report(Duration.between(begun, clock.instant()));
    brake.admit(batch.polled(), report.done(), batch.deadLetters());
    desk.tried(batch, now);
    looks.moved(clock.instant());
    metrics.finished(report);
    batch.failures().forEach(failure -> metrics.failed(failure.cause(), failure.attempts()));
    outages.succeeded();
    return true;
  }

  private void deliver() throws OutageException {
    // What was due before may have gone with its partitions.
    undelivered = desk.pending().hasNews();
    if (undelivered) {
      if (desk.pending().hasLetters()) {
        lastLetters = clock.instant();
      }
      Instant begun = clock.instant();
      finish.run(desk.pending());
      metrics.delivered(Duration.between(begun, clock.instant()));
      undelivered = false;
      outages.succeeded();
    }
  }

  private boolean step(Batch batch) throws OutageException {
    Elsewhere elsewhere =
        batch.lastTry()
            ? step.elsewhere(
                desk.newestWaiting(),
                unreadable < MOST_UNREADABLE ? catchUp.stretchesOfOthers() : List.of())
            : Elsewhere.NONE;
    desk.beginStep();
    boolean lost = false;
    try {
      thread.run(() -> step.run(batch, elsewhere));
    } catch (OutageException e) {
      if (onOutage != OnOutage.DLQ || e.targetFault().isEmpty() || !batch.metOutage()) {
        throw e;
      }
      batch.giveUp(e.targetFault().get());
    } finally {
      lost = desk.endStep();
    }
    return !lost;
  }
}
