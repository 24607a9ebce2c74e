package io.employeecdc.schemacheck;

import io.employeecdc.schemacheck.rule.Objector;

public enum Rules {
  /** What the registry refuses, nothing else: the two verdicts are always the same. */
  AVRO,
  /** That, what Avro's decoder cannot read, and the stricter rules of this project. */
  ALL;

  public boolean count(Objector origin) {
    return this == ALL || origin == Objector.AVRO || origin == Objector.REGISTRY;
  }
}
