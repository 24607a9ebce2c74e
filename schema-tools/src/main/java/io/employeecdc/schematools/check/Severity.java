package io.employeecdc.schematools.check;

public enum Severity {
  ERROR,
  /** It would, but somebody has allowed it for a reason. */
  ALLOWED,
  /** Worth knowing; nothing has to be done. */
  NOTE
}
