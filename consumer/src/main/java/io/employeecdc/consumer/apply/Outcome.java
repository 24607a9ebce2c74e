package io.employeecdc.consumer.apply;

import io.employeecdc.consumer.failure.Cause;

/** What became of a record. */
public sealed interface Outcome permits Effect, Outcome.Failed {
  /**
   * It had no effect, and is to become a dead letter.
   *
   * @param tries how often it was tried, all by itself
   */
  record Failed(Cause cause, int tries) implements Outcome {}
}
