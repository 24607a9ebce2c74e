package io.employeecdc.contract.check;

/** Which rules count. */
public enum Rules {
  /** What decodes and what does not, nothing else. */
  AVRO,
  /** That, what the registry refuses, and the stricter rules of this project. */
  ALL;

  boolean count(Origin origin) {
    return this == ALL || origin == Origin.AVRO;
  }
}
