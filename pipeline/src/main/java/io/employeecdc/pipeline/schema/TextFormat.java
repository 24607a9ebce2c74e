package io.employeecdc.pipeline.schema;

import io.employeecdc.contract.check.Affected;
import io.employeecdc.contract.check.CheckResult;
import io.employeecdc.contract.check.Finding;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** For a terminal: the place first, so that editors can jump to it. */
final class TextFormat {
  private TextFormat() {}

  static void print(List<CheckResult> results, PrintWriter out) {
    for (CheckResult result : results) {
      result.findings().forEach(finding -> print(finding, out));
      out.println(Summary.of(result));
    }
  }

  private static void print(Finding finding, PrintWriter out) {
    out.printf(
        "%s: %s: %s%n",
        finding.place(), finding.severity().name().toLowerCase(Locale.ROOT), finding.message());
    line(out, "at", finding.path());
    line(out, "breaks", breaks(finding));
    line(out, "remedy", finding.remedy());
    if (finding.error()) {
      line(out, "rule", finding.rule().id() + " (" + finding.origin().id() + ")");
    }
    out.println();
  }

  static String breaks(Finding finding) {
    return finding.breaks().stream().map(Affected::words).collect(Collectors.joining(", "));
  }

  private static void line(PrintWriter out, String label, String value) {
    if (!value.isEmpty()) {
      out.printf("    %-7s %s%n", label, value);
    }
  }
}
