package io.employeecdc.pipeline.schema.report;

import static io.employeecdc.pipeline.schema.report.Html.element;
import static io.employeecdc.pipeline.schema.report.Html.prose;
import static io.employeecdc.pipeline.schema.report.Html.text;

import io.employeecdc.pipeline.schema.report.Html.Element;
import io.employeecdc.pipeline.schema.report.Matrix.Cell;
import java.util.List;
import java.util.Locale;

/** Who reads whom, and below it why not. */
final class HtmlMatrix {
  private static final int SHOWN_AT_ONCE = 3;

  private HtmlMatrix() {}

  static Element of(SchemaReport report, String prefix) {
    List<ReportedVersion> versions = report.versions();
    Element body = element("tbody");
    for (List<Cell> row : report.matrix().rows()) {
      Element line = element("tr", HtmlTable.version(row.get(0).writer()).with("scope", "row"));
      for (Cell cell : row) {
        line = line.add(cell(cell, id(prefix, versions, cell)));
      }
      body = body.add(line);
    }
    Element table =
        element(
                "table",
                HtmlTable.caption("A row writes, a column reads."),
                HtmlTable.head("writer ↓ reader →", versions),
                body)
            .with("class", "matrix");
    Element section =
        element(
            "section",
            element("h2", "Who reads whom"),
            HtmlTable.scrolling("Matrix of versions", table),
            legend());
    return report.matrix().notGreen().isEmpty() ? section : section.add(why(report, prefix));
  }

  private static Element cell(Cell cell, String id) {
    Element mark =
        element(
            "span",
            element("span", cell.outcome().sign()).with("aria-hidden", "true"),
            text(" " + cell.outcome().word()));
    Element shown =
        cell.outcome() == Outcome.READS ? mark : element("a", mark).with("href", "#" + id);
    return element("td", shown).with("class", style(cell)).with("title", title(cell));
  }

  private static String style(Cell cell) {
    String outcome = cell.outcome().name().toLowerCase(Locale.ROOT);
    return cell.asked() ? outcome : outcome + " unasked";
  }

  private static String title(Cell cell) {
    StringBuilder title = new StringBuilder(cell.sentence());
    cell.reasons().stream()
        .limit(SHOWN_AT_ONCE)
        .forEach(reason -> title.append("\n• ").append(reason.replace("`", "")));
    int more = cell.reasons().size() - SHOWN_AT_ONCE;
    return more > 0 ? title + "\n… and " + more + " more, below" : title.toString();
  }

  private static Element legend() {
    Element legend = element("ul").with("class", "legend");
    for (Outcome outcome : Outcome.values()) {
      String style = outcome.name().toLowerCase(Locale.ROOT);
      legend =
          legend.add(
              element(
                  "li",
                  element("span", outcome.sign()).with("class", "key " + style),
                  text(" " + outcome.sentence("the reader", "the writer"))));
    }
    return legend;
  }

  private static Element why(SchemaReport report, String prefix) {
    List<Cell> cells = report.matrix().notGreen();
    boolean open = cells.size() <= SHOWN_AT_ONCE;
    return element(
            "div",
            cells.stream()
                .map(cell -> why(cell, id(prefix, report.versions(), cell), open))
                .toList())
        .with("class", "reasons");
  }

  private static Element why(Cell cell, String id, boolean open) {
    Element reasons =
        element("ul", cell.reasons().stream().map(r -> element("li", prose(r))).toList());
    Element summary =
        element(
            "summary",
            element("span", cell.outcome().sign())
                .with("class", "key " + cell.outcome().name().toLowerCase(Locale.ROOT))
                .with("aria-hidden", "true"),
            text(" " + cell.sentence()));
    Element details = element("details", summary, reasons).with("class", "why").with("id", id);
    return open ? details.with("open", "") : details;
  }

  private static String id(String prefix, List<ReportedVersion> versions, Cell cell) {
    return "%spair-%d-%d"
        .formatted(
            prefix, versions.indexOf(cell.writer()) + 1, versions.indexOf(cell.reader()) + 1);
  }
}
