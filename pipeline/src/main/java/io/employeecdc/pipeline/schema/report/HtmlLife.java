package io.employeecdc.pipeline.schema.report;

import static io.employeecdc.pipeline.schema.report.Html.element;
import static io.employeecdc.pipeline.schema.report.Html.prose;
import static io.employeecdc.pipeline.schema.report.Html.text;

import io.employeecdc.pipeline.schema.report.Html.Element;
import io.employeecdc.pipeline.schema.report.Life.Change;
import io.employeecdc.pipeline.schema.report.Life.Step;
import java.util.List;
import java.util.Locale;

/** Every type, field and symbol through the versions. */
final class HtmlLife {
  private HtmlLife() {}

  static Element of(SchemaReport report) {
    List<ReportedVersion> versions = report.versions();
    Element section = element("section", element("h2", "The life of every field"));
    if (report.life().isEmpty()) {
      return section.add(
          element("p", "This schema has no record, enum or fixed.").with("class", "muted"));
    }
    Element table =
        element(
                "table",
                HtmlTable.caption("What each version added, changed, renamed and removed."),
                HtmlTable.head("", versions))
            .with("class", "life");
    for (TypeLife type : report.life()) {
      Element group = element("tbody", row(type.own(), type.kind(), versions));
      for (Life part : type.parts()) {
        group = group.add(row(part, "", versions));
      }
      table = table.add(group);
    }
    return section.add(HtmlTable.scrolling("Life of every field", table));
  }

  /** A row; the kind is empty for fields and symbols. */
  private static Element row(Life life, String kind, List<ReportedVersion> versions) {
    Facts newest = life.newest();
    String shown = newest.name().substring(newest.name().lastIndexOf('.') + 1);
    Element name = element("code", shown);
    Element head =
        element("th", kind.isEmpty() ? name : element("span", text(kind + " "), name))
            .with("scope", kind.isEmpty() ? "row" : "rowgroup")
            .with("title", newest.path());
    if (!kind.isEmpty() && !newest.path().equals(shown)) {
      head = head.add(element("p", element("code", newest.path())).with("class", "path"));
    }
    if (!newest.value(Facts.DOC).isEmpty()) {
      head = head.add(doc(newest.value(Facts.DOC)));
    }
    Element row = element("tr", head);
    List<Step> steps = life.steps(versions.size());
    for (int version = 0; version < steps.size(); version++) {
      row = row.add(cell(steps.get(version), version == 0));
    }
    boolean gone = !life.isAt(versions.size() - 1);
    String style = (kind.isEmpty() ? "" : "type ") + (gone ? "gone" : "");
    return style.isEmpty() ? row : row.with("class", style.strip());
  }

  /** Cut by the style sheet, so that long docs do not push the table apart. */
  private static Element doc(String doc) {
    return element("p", doc).with("class", "doc").with("title", doc);
  }

  private static Element cell(Step step, boolean first) {
    Element cell =
        switch (step.event()) {
          case ABSENT -> element("td", HtmlTable.hidden("not there"));
          case SAME ->
              element(
                      "td",
                      element("span", "·").with("aria-hidden", "true"),
                      HtmlTable.hidden("unchanged"))
                  .with("title", "unchanged: " + LifeWords.is(step.facts()).replace("`", ""));
          case REMOVED -> element("td", badge("− removed"));
          case ADDED -> added(step, first);
          case CHANGED -> changed(step);
        };
    return cell.with("class", step.event().name().toLowerCase(Locale.ROOT));
  }

  /** All of the first version is new, which need not be said of each. */
  private static Element added(Step step, boolean first) {
    Element cell =
        first
            ? element("td", HtmlTable.hidden("there from the start"))
            : element("td", badge("+ added"));
    String is = LifeWords.is(step.facts());
    return is.isEmpty() && first
        ? cell.add(element("span", "✓").with("aria-hidden", "true"))
        : cell.add(element("div", prose(is)));
  }

  private static Element changed(Step step) {
    Element cell = element("td");
    for (Change change : step.changes()) {
      cell = cell.add(change(change));
    }
    return cell;
  }

  private static Element change(Change change) {
    String words = "~ " + LifeWords.of(change);
    if (!change.attribute().equals(Facts.DOC)) {
      return element("div", prose(words)).with("class", "change");
    }
    Element details = element("details", element("summary", words));
    if (change.was() != null) {
      details = details.add(element("p", element("b", "was "), text(change.was())));
    }
    if (change.now() != null) {
      details = details.add(element("p", element("b", "is "), text(change.now())));
    }
    return details.with("class", "change");
  }

  private static Element badge(String words) {
    return element("span", words).with("class", "badge");
  }
}
