package io.employeecdc.schematools.check;

/** Whether a finding makes a change incompatible. */
public enum Severity {
  ERROR,
  /** Worth knowing; nothing has to be done. */
  NOTE
}
