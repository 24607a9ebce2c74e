package io.employeecdc.pipeline.schema;

import io.employeecdc.contract.check.CheckResult;
import io.employeecdc.contract.check.Finding;
import io.employeecdc.contract.check.Severity;
import java.util.List;

/** Workflow commands that GitHub shows as annotations beside the lines of a pull request. */
final class GithubFormat {
  private GithubFormat() {}

  static String render(List<CheckResult> results) {
    StringBuilder text = new StringBuilder();
    for (CheckResult result : results) {
      result.findings().forEach(finding -> text.append(line(finding)).append('\n'));
      text.append(Summary.of(result)).append('\n');
    }
    return text.toString();
  }

  private static String line(Finding finding) {
    String message = finding.path() + ": " + finding.message();
    if (!finding.breaks().isEmpty()) {
      message += "\nBreaks: " + TextFormat.breaks(finding);
    }
    if (!finding.remedy().isEmpty()) {
      message += "\nRemedy: " + finding.remedy();
    }
    return "::%s file=%s,line=%d,col=%d,title=%s::%s"
        .formatted(
            finding.severity() == Severity.ERROR ? "error" : "notice",
            property(finding.file()),
            finding.at().line(),
            finding.at().column(),
            property(finding.rule().id()),
            data(message));
  }

  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
