package io.employeecdc.schematools.repository;

import io.employeecdc.schematools.avsc.TextPosition;
import io.employeecdc.schematools.check.Finding;
import io.employeecdc.schematools.check.Severity;
import io.employeecdc.schematools.rule.Affected;
import io.employeecdc.schematools.rule.Rule;
import java.util.List;

/** What there is to say of a file as a whole. */
final class RepositoryFinding {
  private RepositoryFinding() {}

  static Finding note(Rule rule, TextPosition at, String message, String remedy) {
    return finding(rule, Severity.NOTE, at, message, List.of(), remedy);
  }

  static Finding error(Rule rule, TextPosition at, String message, String remedy) {
    return finding(rule, Severity.ERROR, at, message, List.of(), remedy);
  }

  static Finding removed(String file, String message) {
    return finding(
        Rule.SCHEMA_REMOVED,
        Severity.ERROR,
        TextPosition.startOf(file),
        message,
        List.of(Affected.RECORDS_IN_TOPIC),
        "put it back; if nobody writes or reads it any more, allow it");
  }

  private static Finding finding(
      Rule rule,
      Severity severity,
      TextPosition at,
      String message,
      List<Affected> breaks,
      String remedy) {
    String name = at.file().substring(at.file().lastIndexOf('/') + 1);
    return new Finding(rule, rule.origin(), severity, List.of(), at, name, message, breaks, remedy);
  }
}
