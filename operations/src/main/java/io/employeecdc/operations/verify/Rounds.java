package io.employeecdc.operations.verify;

import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.operations.verify.VerifyResult.DifferingKeys;
import io.employeecdc.operations.verify.VerifyResult.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Settles the keys that differed at first sight, in rounds: each waits for the pipeline, decides
 * what it can, and leaves what was moving to the next, until none is left or the time is over.
 */
final class Rounds {
  /** Far more than are needed where the target keeps up at all. */
  private static final int MOST = 30;

  private static final long LONGEST_PAUSE_MS = 2_000;

  private final Verifier verifier;
  private final PipelineWatch pipeline;
  private final int candidateLimit;
  private final KeyTally.ByKind differences;
  private Pass.Result compared;
  private long candidates;
  private List<KeyValue> moving;

  /** Keys that are moving and are not kept. */
  private long beyond;

  private String waitingFor = "";

  Rounds(
      Verifier verifier,
      PipelineWatch pipeline,
      int candidateLimit,
      Pass.Result compared,
      DifferingKeys found) {
    this.verifier = verifier;
    this.pipeline = pipeline;
    this.candidateLimit = candidateLimit;
    this.differences = new KeyTally.ByKind(verifier.keyLimit());
    this.compared = compared;
    this.candidates = found.count();
    keep(found);
  }

  VerifyResult run() throws InterruptedException {
    boolean inTime = beyond == 0 || again();
    for (int round = 1; inTime && !moving.isEmpty(); round++) {
      inTime = round(round);
    }
    long inFlight = moving.size() + beyond;
    Map<Kind, DifferingKeys> keys = differences.result();
    keys.put(Kind.IN_FLIGHT, new DifferingKeys(inFlight, moving).limitedTo(verifier.keyLimit()));
    return compared.with(
        keys, candidates - differences.count() - inFlight, inFlight == 0 ? "" : waitingFor);
  }

  /**
   * Too many to be kept: once the pipeline has come far enough, compares the tables once more and
   * decides while they are compared. Only what is moving even then is kept, as far as it may be;
   * keys that are not kept are never looked at again.
   */
  private boolean again() throws InterruptedException {
    KeyTally left = new KeyTally(candidateLimit);
    Optional<Recheck> settled = settle(left);
    if (settled.isEmpty()) {
      return false;
    }
    Recheck recheck = settled.get();
    compared = Pass.run(verifier, (kind, key) -> recheck.add(key));
    recheck.decide();
    candidates = recheck.count();
    keep(left.result());
    if (beyond > 0) {
      waitingFor = "more keys change than can be kept in memory";
    }
    return true;
  }

  private boolean round(int number) throws InterruptedException {
    KeyTally left = new KeyTally(candidateLimit);
    Optional<Recheck> settled = settle(left);
    if (settled.isEmpty()) {
      return false;
    }
    moving.forEach(settled.get()::add);
    settled.get().decide();
    moving = left.result().keys();
    return moving.isEmpty() || pause(number);
  }

  /** Empty if the pipeline has not come far enough in time. */
  private Optional<Recheck> settle(KeyTally left) throws InterruptedException {
    PipelineWatch.SettleResult settled = pipeline.settle();
    if (settled.horizon().isEmpty()) {
      waitingFor = settled.waitingFor();
    }
    return settled.horizon().map(horizon -> new Recheck(verifier, horizon, differences, left));
  }

  private void keep(DifferingKeys keys) {
    moving = keys.keys();
    beyond = keys.count() - moving.size();
  }

  private boolean pause(int round) throws InterruptedException {
    waitingFor = "the keys change faster than their changes arrive";
    TimeUnit.MILLISECONDS.sleep(Math.min(LONGEST_PAUSE_MS, 10L << Math.min(round, 10)));
    return round < MOST && !pipeline.isTimeOver();
  }
}
