package io.employeecdc.consumer.apply;

/** What became of a record that went through. */
public enum Effect implements Outcome {
  /** Took effect, by itself or through a newer change of the same batch. */
  APPLIED,
  /** Had been through before. */
  DUPLICATE,
  /** Came for the first time, after a newer change of its employee. */
  SUPERSEDED,
  /** Waits in {@code parked_changes} for another row; its outcome comes later. */
  PARKED,
  /** Has no value, so there was nothing to do. */
  EMPTY
}
