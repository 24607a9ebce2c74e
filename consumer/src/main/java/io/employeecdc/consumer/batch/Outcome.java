package io.employeecdc.consumer.batch;

import io.employeecdc.consumer.apply.Effect;
import io.employeecdc.consumer.deadletter.Cause;

/** What became of a record. */
public sealed interface Outcome {
  /** It went through, or is parked. */
  record Done(Effect effect) implements Outcome {}

  /** It has no value, so there was nothing to do. */
  record Empty() implements Outcome {
    static final Empty INSTANCE = new Empty();
  }

  /**
   * It is to become a dead letter.
   *
   * @param tries how often it was tried
   */
  record Failed(Cause cause, int tries) implements Outcome {}
}
