package io.employeecdc.consumer.replay;

import io.employeecdc.consumer.apply.Effect;
import io.employeecdc.consumer.deadletter.Cause;

/** What a replay made of one dead letter. */
public sealed interface Outcome {
  /** It went through. */
  record Done(Effect effect) implements Outcome {}

  /** It has no value, so there was nothing to do. */
  record Empty() implements Outcome {}

  /**
   * It failed again.
   *
   * @param tries how often it has been tried by now
   */
  record FailedAgain(Cause cause, int tries) implements Outcome {}
}
