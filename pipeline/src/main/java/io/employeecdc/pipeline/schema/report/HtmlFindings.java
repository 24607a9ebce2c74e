package io.employeecdc.pipeline.schema.report;

import static io.employeecdc.pipeline.schema.report.Html.element;
import static io.employeecdc.pipeline.schema.report.Html.prose;
import static io.employeecdc.pipeline.schema.report.Html.text;

import io.employeecdc.contract.check.Affected;
import io.employeecdc.contract.check.Finding;
import io.employeecdc.contract.check.Severity;
import io.employeecdc.pipeline.schema.report.Html.Element;
import java.util.List;

/** What the check found in the change at hand. */
final class HtmlFindings {
  private HtmlFindings() {}

  static Element of(SchemaReport report) {
    List<Finding> findings = report.findings();
    Element section =
        element("section", element("h2", "Findings of the current change"))
            .with("class", "findings");
    if (findings.isEmpty()) {
      return section.add(element("p", "None.").with("class", "muted"));
    }
    return section.add(
        element("ol", findings.stream().map(HtmlFindings::finding).toList())
            .with("class", "cards"));
  }

  private static Element finding(Finding finding) {
    boolean error = finding.severity() == Severity.ERROR;
    Element details =
        element(
            "dl",
            part(
                "Where",
                element(
                    "span",
                    element("code", finding.path()),
                    text(" at "),
                    element("code", FindingPlace.of(finding)))));
    if (!finding.breaks().isEmpty()) {
      String breaks = Lists.and(finding.breaks().stream().map(Affected::words).toList());
      details = details.add(part("Breaks", text(breaks)));
    }
    if (!finding.remedy().isEmpty()) {
      details = details.add(part("Remedy", prose(finding.remedy())));
    }
    return element(
            "li",
            element("p", badge(error), text(" "), rule(finding)),
            element("p", prose(finding.message())).with("class", "message"),
            details)
        .with("class", error ? "card bad" : "card note");
  }

  private static Element badge(boolean error) {
    return element("span", error ? "✗ error" : "i note").with("class", "badge");
  }

  private static Element rule(Finding finding) {
    return element("span", finding.rule().id() + " (" + finding.origin().id() + ")")
        .with("class", "muted rule")
        .with("title", finding.rule().summary());
  }

  private static Element part(String name, Html value) {
    return element("div", element("dt", name), element("dd", value));
  }
}
