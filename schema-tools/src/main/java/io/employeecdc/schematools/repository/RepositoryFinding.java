package io.employeecdc.schematools.repository;

import io.employeecdc.schematools.avsc.TextPosition;
import io.employeecdc.schematools.check.Finding;
import io.employeecdc.schematools.check.Severity;
import io.employeecdc.schematools.rule.Affected;
import io.employeecdc.schematools.rule.Rule;
import java.util.List;

final class RepositoryFinding {
  private RepositoryFinding() {}

  static Finding note(Rule rule, TextPosition at, String message, String remedy) {
    return finding(rule, Severity.NOTE, at, message, remedy);
  }

  static Finding error(Rule rule, TextPosition at, String message, String remedy) {
    return finding(rule, Severity.ERROR, at, message, remedy);
  }

  static Finding gone(String file, String version) {
    return removed(
        file,
        version,
        "it is gone since " + version,
        "put it back; if nobody writes or reads it any more, allow it");
  }

  /** About what was in a version and is not compared with anything now. */
  static Finding removed(String file, String version, String message, String remedy) {
    return error(Rule.SCHEMA_REMOVED, TextPosition.startOf(file), message, remedy)
        .breaking(List.of(version), Affected.RECORDS_IN_TOPIC);
  }

  private static Finding finding(
      Rule rule, Severity severity, TextPosition at, String message, String remedy) {
    String name = at.file().substring(at.file().lastIndexOf('/') + 1);
    return Finding.of(rule, severity, at, name, message, remedy);
  }
}
