package io.employeecdc.pipeline.schema;

import io.employeecdc.contract.check.CheckResult;
import io.employeecdc.contract.check.Finding;
import io.employeecdc.pipeline.output.Markdown;
import java.io.PrintWriter;
import java.util.List;

/** For a job's summary or a comment. */
final class MarkdownFormat {
  private static final List<String> HEAD =
      List.of("", "Line", "Where", "What", "Breaks", "Remedy", "Rule");

  private MarkdownFormat() {}

  static void print(List<CheckResult> results, PrintWriter out) {
    StringBuilder text = new StringBuilder();
    for (CheckResult result : results) {
      text.append("### ").append(Markdown.text(Summary.of(result))).append("\n\n");
      if (!result.findings().isEmpty()) {
        text.append(Markdown.row(HEAD)).append(Markdown.rule(HEAD.size()));
        result.findings().forEach(finding -> text.append(row(finding)));
        text.append('\n');
      }
    }
    text.toString().lines().forEach(out::println);
  }

  private static String row(Finding finding) {
    return Markdown.row(
        List.of(
            finding.error() ? "❌" : "ℹ️",
            finding.at().line() + ":" + finding.at().column(),
            Markdown.code(finding.path()),
            Markdown.prose(finding.message()),
            Markdown.text(TextFormat.breaks(finding)),
            Markdown.prose(finding.remedy()),
            finding.rule().id() + " (" + finding.origin().id() + ")"));
  }
}
