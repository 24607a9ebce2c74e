package io.employeecdc.schematools.report;

import io.employeecdc.schematools.check.Version;

/** One version in the tables; a working one is not released yet. */
record ReportedVersion(Version version, boolean working) {
  private static final String NUMBERED = "version ";

  /** How columns call it: {@code v3}, or the name of a file or a git revision. */
  String heading() {
    String label = version.label();
    return label.startsWith(NUMBERED) ? "v" + label.substring(NUMBERED.length()) : label;
  }
}
