package io.employeecdc.pipeline.verify;

/** One of the two databases that are compared. */
public enum Side {
  SOURCE,
  TARGET
}
