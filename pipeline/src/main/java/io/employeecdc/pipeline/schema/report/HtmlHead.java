package io.employeecdc.pipeline.schema.report;

import static io.employeecdc.pipeline.schema.report.Html.element;
import static io.employeecdc.pipeline.schema.report.Html.text;

import io.employeecdc.pipeline.schema.report.Html.Element;
import java.time.LocalDate;
import java.util.Locale;

/** The name of the schema, and the verdict. */
final class HtmlHead {
  private HtmlHead() {}

  static Element of(SchemaReport report, LocalDate date) {
    Headline headline = report.headline();
    String tone = headline.tone().name().toLowerCase(Locale.ROOT);
    return element(
        "header",
        element("p", "Schema report").with("class", "eyebrow"),
        element("h1", report.name()),
        element("p", report.fullName()).with("class", "muted full-name"),
        element(
                "div",
                element("span", headline.tone().sign())
                    .with("class", "sign")
                    .with("aria-hidden", "true"),
                element(
                    "div",
                    element("p", headline.title()).with("class", "title"),
                    element("p", headline.detail())))
            .with("class", "verdict " + tone),
        facts(report, date));
  }

  private static Element facts(SchemaReport report, LocalDate date) {
    Element facts = element("dl").with("class", "facts");
    for (ReportFacts.Fact fact : ReportFacts.of(report, date)) {
      facts =
          facts.add(element("div", element("dt", fact.name()), element("dd", text(fact.value()))));
    }
    return facts;
  }
}
