package io.employeecdc.pipeline.schema;

import io.employeecdc.contract.check.CheckResult;
import io.employeecdc.contract.check.Finding;
import io.employeecdc.contract.check.Severity;
import java.util.List;

/** For a job's summary or a comment. */
final class MarkdownFormat {
  private static final String HEAD =
      "| | Line | Where | What | Breaks | Remedy | Rule |\n|---|---|---|---|---|---|---|\n";

  private MarkdownFormat() {}

  static String render(List<CheckResult> results) {
    StringBuilder text = new StringBuilder();
    for (CheckResult result : results) {
      text.append("### ").append(escaped(Summary.of(result))).append("\n\n");
      if (!result.findings().isEmpty()) {
        text.append(HEAD);
        result.findings().forEach(finding -> text.append(row(finding)));
        text.append('\n');
      }
    }
    return text.toString();
  }

  private static String row(Finding finding) {
    return "| %s | %d:%d | `%s` | %s | %s | %s | %s (%s) |%n"
        .formatted(
            finding.severity() == Severity.ERROR ? "❌" : "ℹ️",
            finding.at().line(),
            finding.at().column(),
            finding.path(),
            escaped(finding.message()),
            TextFormat.breaks(finding),
            escaped(finding.remedy()),
            finding.rule().id(),
            finding.origin().id());
  }

  /** A pipe would end the cell, an angle bracket begin a tag; backticks are meant. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace("|", "\\|")
        .replaceAll("[\\r\\n]+", " ");
  }
}
