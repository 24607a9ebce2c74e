package io.employeecdc.consumer.deadletter;

/** Where a record failed. */
public enum Stage {
  DECODE,
  APPLY
}
