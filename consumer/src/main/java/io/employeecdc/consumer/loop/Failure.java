package io.employeecdc.consumer.loop;

import io.employeecdc.consumer.apply.FailedChange;
import io.employeecdc.consumer.apply.Fault;
import io.employeecdc.consumer.apply.Outlook;
import io.employeecdc.consumer.deadletter.Cause;
import io.employeecdc.consumer.decode.Decoded;

/**
 * A record that failed in a round.
 *
 * @param index of the record in its batch
 * @param attempts in this round
 * @param actionId of its change; 0 if it has none
 * @param outlook on its last try: whether it should have another one
 */
record Failure(
    int index, Cause cause, Chance chance, int attempts, long actionId, Outlook outlook) {
  /** What could make it pass. */
  enum Chance {
    NONE,
    /** A little time, in which other records get through. */
    LATER,
    /** Another partition's records: they may free the value that it needs. */
    WHEN_OTHERS_HAVE_MOVED
  }

  static Failure of(int index, Decoded.Bad bad) {
    return new Failure(
        index,
        Cause.of(bad),
        bad.fault().worthAnotherTry() ? Chance.LATER : Chance.NONE,
        1,
        0,
        Outlook.NONE);
  }

  static Failure of(FailedChange failed, Outlook outlook) {
    return new Failure(
        failed.change().source(),
        Cause.of(failed.fault()),
        chance(failed.fault()),
        failed.attempts(),
        failed.change().actionId(),
        outlook);
  }

  private static Chance chance(Fault fault) {
    if (fault.mayPassWhenOthersHaveMoved()) {
      return Chance.WHEN_OTHERS_HAVE_MOVED;
    }
    // An outage is the reason of a record only where nobody wants to wait for its end.
    return fault.isOutage() || fault.liesInTheRowAlone() ? Chance.NONE : Chance.LATER;
  }
}
