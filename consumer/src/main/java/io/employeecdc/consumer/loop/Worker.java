package io.employeecdc.consumer.loop;

import io.employeecdc.consumer.deadletter.Brake;
import io.employeecdc.consumer.metrics.BatchReport;
import io.employeecdc.consumer.metrics.ConsumerMetrics;
import io.employeecdc.runtime.service.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Moves what is on the desk forward, try by try, to its end. */
final class Worker {
  /** Each costs a round trip to Kafka. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private final Desk desk;
  private final BatchStep step;
  private final Finish finish;
  private final CatchUp catchUp;
  private final Brake brake;
  private final ConsumerMetrics metrics;
  private final OnOutage onOutage;
  private final Backoff outages;
  private final Clock clock;
  private Instant nextLook = Instant.MIN;

  Worker(
      Desk desk,
      BatchStep step,
      Finish finish,
      CatchUp catchUp,
      LoopParts parts,
      OnOutage onOutage,
      LoopTiming timing) {
    this.desk = desk;
    this.step = step;
    this.finish = finish;
    this.catchUp = catchUp;
    this.brake = parts.brake();
    this.metrics = parts.metrics();
    this.onOutage = onOutage;
    this.outages = timing.backoff();
    this.clock = timing.clock();
  }

  /**
   * Does what can be done now.
   *
   * @throws OutageException if something is out of reach; to be called again
   * @throws io.employeecdc.runtime.failure.CdcException if waiting cannot help, or too much fails
   */
  void work(Instant now) throws OutageException {
    deliver();
    if (desk.current().isPresent()) {
      tryBatch(desk.current().get(), now);
    }
    if (!now.isBefore(nextLook) && !desk.waiting().isEmpty()) {
      workOnWaiting(now);
      nextLook = now.plus(BETWEEN_LOOKS);
    }
  }

  private void workOnWaiting(Instant now) throws OutageException {
    catchUp.forget();
    for (Waiting waiting : desk.waiting()) {
      Waiting seen = waiting.look(now, catchUp);
      desk.replace(waiting, seen);
      if (seen.ready(now) && !tryBatch(seen.batch(), now)) {
        return;
      }
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
    metrics.finished(report);
    outages.succeeded();
    deliver();
    return true;
  }

  private void deliver() throws OutageException {
    if (desk.pending().hasNews()) {
      finish.run(desk.pending());
      outages.succeeded();
    }
  }

  private boolean step(Batch batch) throws OutageException {
    desk.beginStep();
    boolean lost = false;
    try {
      step.run(batch);
    } catch (OutageException e) {
      boolean more = outages.failures() < Batch.TRIES - 1;
      if (onOutage != OnOutage.DLQ || e.targetFault().isEmpty() || more) {
        throw e;
      }
      batch.giveUp(e.targetFault().get());
    } finally {
      lost = desk.endStep();
    }
    return !lost;
  }
}
