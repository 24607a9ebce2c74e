package io.employeecdc.pipeline.verify;

import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.pipeline.verify.settle.Deadline;
import io.employeecdc.pipeline.verify.settle.Horizon;
import io.employeecdc.pipeline.verify.settle.Settled;
import io.employeecdc.pipeline.verify.settle.Settling;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Settles the keys that differed at first sight, in rounds: each waits for the pipeline, decides
 * what it can, and leaves what was moving to the next, until none is left or the time is over.
 */
final class Rounds {
  /** Far more than are needed where the target keeps up at all. */
  private static final int MOST = 30;

  private static final int PAUSE_MS = 20;
  private static final long LONGEST_PAUSE_MS = 2_000;

  private final SettledVerifier.Tables tables;
  private final Settling pipeline;
  private final Deadline deadline;
  private final Tally differences;
  private Pass.Result compared;
  private KeyTally moving;
  private long candidates;
  private long beyond;
  private String waitingFor = "";

  Rounds(
      SettledVerifier.Tables tables,
      Settling pipeline,
      Deadline deadline,
      Pass.Result compared,
      KeyTally found) {
    this.tables = tables;
    this.pipeline = pipeline;
    this.deadline = deadline;
    this.differences = new Tally(tables.keyLimit());
    this.compared = compared;
    this.moving = found;
    this.candidates = found.count();
  }

  VerifyResult run() throws VerifyException, InterruptedException {
    boolean inTime = !moving.overflowed() || again();
    for (int round = 1; inTime && moving.count() > 0; round++) {
      inTime = round(round);
    }
    long inFlight = moving.count() + beyond;
    DifferingKeys left = new DifferingKeys(inFlight, moving.result().keys());
    return VerifyResult.of(
        compared,
        differences,
        new Unsettled(
            candidates - differences.count() - inFlight,
            left.limitedTo(tables.keyLimit()),
            inFlight == 0 ? "" : waitingFor));
  }

  /**
   * Too many to be kept: once the pipeline has come far enough, compares the tables once more and
   * decides while they are compared. Only what is moving even then is kept, as far as it may be.
   */
  private boolean again() throws VerifyException, InterruptedException {
    Optional<Horizon> horizon = settle();
    if (horizon.isEmpty()) {
      return false;
    }
    KeyTally left = new KeyTally(tables.candidateLimit());
    Recheck recheck = new Recheck(tables, horizon.get(), differences, left);
    compared = tables.compare(recheck);
    recheck.decide();
    candidates = recheck.count();
    keep(left);
    return true;
  }

  private boolean round(int number) throws VerifyException, InterruptedException {
    Optional<Horizon> horizon = settle();
    if (horizon.isEmpty()) {
      return false;
    }
    KeyTally left = new KeyTally(tables.candidateLimit());
    Recheck recheck = new Recheck(tables, horizon.get(), differences, left);
    for (KeyValue key : moving.result().keys()) {
      recheck.differs(Kind.DIFFERENT, key);
    }
    recheck.decide();
    moving = left;
    return left.count() == 0 || pause(number);
  }

  /** Keys that are not kept are never looked at again. */
  private void keep(KeyTally left) {
    moving = new KeyTally(tables.candidateLimit());
    left.result().keys().forEach(key -> moving.differs(Kind.DIFFERENT, key));
    beyond = left.count() - moving.count();
    if (beyond > 0) {
      waitingFor = "more keys change than can be kept in memory";
    }
  }

  private boolean pause(int round) throws InterruptedException {
    waitingFor = "the keys change faster than their changes arrive";
    TimeUnit.MILLISECONDS.sleep(Math.min(LONGEST_PAUSE_MS, 10L << Math.min(round, 10)));
    return round < MOST && !deadline.isOver();
  }

  private Optional<Horizon> settle() throws VerifyException, InterruptedException {
    try {
      Settled settled = pipeline.settle(deadline);
      if (settled instanceof Settled.Through through) {
        return nothingIsParked() ? Optional.of(through.horizon()) : Optional.empty();
      }
      waitingFor = ((Settled.NotYet) settled).waitingFor();
      return Optional.empty();
    } catch (SQLException e) {
      throw new VerifyException(Side.SOURCE, e);
    }
  }

  /** What is parked has come that far, and waits in the target for other rows. */
  private boolean nothingIsParked() throws VerifyException, InterruptedException {
    for (long parked = parked(); parked > 0; parked = parked()) {
      if (deadline.isOver()) {
        waitingFor =
            "%,d changes wait in the target for other rows (%s)"
                .formatted(parked, tables.table().names().parked());
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
    }
    return true;
  }

  private long parked() throws VerifyException {
    try (TableReader target = TableReader.open(Side.TARGET, tables.target())) {
      return target.one(
          "select count(*) from " + tables.table().names().parked(), row -> row.getLong(1));
    }
  }
}
