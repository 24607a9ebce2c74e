package io.employeecdc.pipeline.schema.report;

import static io.employeecdc.pipeline.schema.report.Html.element;
import static io.employeecdc.pipeline.schema.report.Html.text;

import io.employeecdc.pipeline.schema.report.Html.Element;
import java.util.List;

/** What all tables with a column for each version have in common. */
final class HtmlTable {
  private HtmlTable() {}

  /** A table in a frame that scrolls by itself, by keyboard too, so that the page never does. */
  static Element scrolling(String label, Element table) {
    return element("div", table)
        .with("class", "scroll")
        .with("role", "region")
        .with("aria-label", label)
        .with("tabindex", "0");
  }

  /** The head: a corner, then one column for each version. */
  static Element head(String corner, List<ReportedVersion> versions) {
    Element row = element("tr", element("th", corner).with("scope", "col"));
    for (ReportedVersion version : versions) {
      row = row.add(version(version).with("scope", "col"));
    }
    return element("thead", row);
  }

  static Element version(ReportedVersion version) {
    Element head = element("th", text(version.heading()));
    return version.working()
        ? head.with("class", "working")
            .add(text(" "), element("span", "change").with("class", "tag"))
        : head;
  }

  static Element caption(String caption) {
    return element("caption", caption);
  }

  static Element hidden(String words) {
    return element("span", words).with("class", "hidden");
  }
}
