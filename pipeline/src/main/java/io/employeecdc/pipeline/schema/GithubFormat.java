package io.employeecdc.pipeline.schema;

import io.employeecdc.contract.check.Affected;
import io.employeecdc.contract.check.CheckResult;
import io.employeecdc.contract.check.Finding;
import io.employeecdc.runtime.output.Visible;
import java.io.PrintWriter;
import java.util.List;

/** Workflow commands that GitHub shows as annotations beside the lines of a pull request. */
final class GithubFormat {
  private static final String NEW_LINE = "%0A";

  private GithubFormat() {}

  static void print(List<CheckResult> results, PrintWriter out) {
    for (CheckResult result : results) {
      result.findings().forEach(finding -> print(finding, out));
      out.println(Format.summary(result));
    }
  }

  private static void print(Finding finding, PrintWriter out) {
    String message = data(finding.path() + ": " + finding.message());
    if (!finding.breaks().isEmpty()) {
      List<String> breaks = finding.breaks().stream().map(Affected::words).toList();
      message += NEW_LINE + "Breaks: " + data(String.join(", ", breaks));
    }
    if (!finding.remedy().isEmpty()) {
      message += NEW_LINE + "Remedy: " + data(finding.remedy());
    }
    out.printf(
        "::%s file=%s,line=%d,col=%d,title=%s::%s%n",
        finding.error() ? "error" : "notice",
        property(finding.file()),
        finding.at().line(),
        finding.at().column(),
        property(finding.rule().id()),
        message);
  }

  /** Line ends are visible already, so only what stands for others is left. */
  private static String data(String text) {
    return Visible.of(text).replace("%", "%25");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
