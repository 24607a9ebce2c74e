package io.employeecdc.pipeline.schema;

import io.employeecdc.contract.check.Affected;
import io.employeecdc.contract.check.CheckResult;
import io.employeecdc.contract.check.Finding;
import io.employeecdc.contract.check.Severity;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** For a terminal: the place first, so that editors can jump to it. */
final class TextFormat {
  private TextFormat() {}

  static String render(List<CheckResult> results) {
    StringBuilder text = new StringBuilder();
    for (CheckResult result : results) {
      result.findings().forEach(finding -> append(text, finding));
      text.append(Summary.of(result)).append('\n');
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Finding finding) {
    text.append(
        "%s:%d:%d: %s: %s%n"
            .formatted(
                finding.file(),
                finding.at().line(),
                finding.at().column(),
                finding.severity().name().toLowerCase(Locale.ROOT),
                finding.message()));
    line(text, "at", finding.path());
    line(text, "breaks", breaks(finding));
    line(text, "remedy", finding.remedy());
    if (finding.severity() == Severity.ERROR) {
      line(text, "rule", finding.rule().id() + " (" + finding.origin().id() + ")");
    }
    text.append('\n');
  }

  static String breaks(Finding finding) {
    return finding.breaks().stream().map(Affected::words).collect(Collectors.joining(", "));
  }

  private static void line(StringBuilder text, String label, String value) {
    if (!value.isEmpty()) {
      text.append("    %-7s %s%n".formatted(label, value));
    }
  }
}
