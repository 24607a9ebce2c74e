package io.employeecdc.consumer.loop;

import io.employeecdc.consumer.deadletter.Brake;
import io.employeecdc.runtime.service.Backoff;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Moves what is on the desk forward, round by round, to its end. */
final class Worker {
  /** Tries of a batch in an outage before it is given up, where that is wanted. */
  private static final int TRIES = 3;

  private final Desk desk;
  private final BatchStep step;
  private final Finish finish;
  private final Brake brake;
  private final CatchUp catchUp;
  private final OnOutage onOutage;
  private final Backoff outages;

  Worker(
      Desk desk,
      BatchStep step,
      Finish finish,
      Brake brake,
      CatchUp catchUp,
      OnOutage onOutage,
      Backoff outages) {
    this.desk = desk;
    this.step = step;
    this.finish = finish;
    this.brake = brake;
    this.catchUp = catchUp;
    this.onOutage = onOutage;
    this.outages = outages;
  }

  /** One round of the current batch, if there is one. */
  void workOnCurrent(Instant now) throws OutageException {
    if (desk.current().isEmpty()) {
      return;
    }
    Batch batch = desk.current().get();
    if (!step(batch)) {
      return;
    }
    brake.refuseIfMostFailAlike(batch.size(), batch.causes());
    batch.park(desk.heldPartitions()).ifPresent(taken -> desk.park(Parked.since(now, taken)));
    if (batch.settled()) {
      finish(batch);
      desk.finished();
    } else {
      batch.nextRound();
    }
  }

  /** The last round of those parked batches whose time has come. */
  void workOnParked(Instant now) throws OutageException {
    List<Parked> ready = readyParked(now);
    while (!ready.isEmpty()) {
      for (Parked parked : ready) {
        if (!step(parked.batch())) {
          return;
        }
        finish(parked.batch());
        desk.unpark(parked);
      }
      ready = readyParked(now);
    }
  }

  private List<Parked> readyParked(Instant now) {
    List<Parked> ready = new ArrayList<>();
    for (Parked parked : desk.firstParked()) {
      Parked seen = parked.look(now, catchUp);
      desk.replace(parked, seen);
      if (seen.ready(now)) {
        ready.add(seen);
      }
    }
    return ready;
  }

  private void finish(Batch batch) throws OutageException {
    brake.refuseIfTooMany(batch.consumed(), batch.deadLetters());
    finish.run(batch);
    brake.finished(batch.consumed(), batch.deadLetters());
    outages.succeeded();
  }

  /**
   * @return false if partitions were lost on the way, so that the batch on the desk is another one
   */
  private boolean step(Batch batch) throws OutageException {
    desk.beginStep();
    boolean lost = false;
    try {
      step.run(batch);
    } catch (OutageException e) {
      if (onOutage != OnOutage.DLQ || e.targetFault().isEmpty() || outages.failures() < TRIES - 1) {
        throw e;
      }
      batch.giveUp(e.targetFault().get());
    } finally {
      lost = desk.endStep();
    }
    return !lost;
  }
}
