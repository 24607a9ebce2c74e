package io.employeecdc.contract.check;

/** Whether a finding makes a change incompatible. */
public enum Severity {
  ERROR,
  /** Worth knowing; nothing has to be done. */
  NOTE
}
