package io.employeecdc.schemacheck;

import io.employeecdc.schemacheck.rule.Direction;

/** Which schemas must be able to read which; the registry's compatibility levels. */
public enum Mode {
  NONE(false, false, false),
  BACKWARD(true, false, false),
  BACKWARD_TRANSITIVE(true, false, true),
  FORWARD(false, true, false),
  FORWARD_TRANSITIVE(false, true, true),
  FULL(true, true, false),
  FULL_TRANSITIVE(true, true, true);

  private final boolean backward;
  private final boolean forward;
  private final boolean transitive;

  Mode(boolean backward, boolean forward, boolean transitive) {
    this.backward = backward;
    this.forward = forward;
    this.transitive = transitive;
  }

  /** True if every earlier version counts, false if only the newest of them does. */
  public boolean transitive() {
    return transitive;
  }

  public boolean asks(Direction direction) {
    return direction == Direction.NEW_READS_OLD ? backward : forward;
  }
}
