package io.employeecdc.pipeline.schema.report;

import static io.employeecdc.pipeline.schema.report.Html.element;

import io.employeecdc.pipeline.schema.report.Html.Element;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;

/** The whole page: one file that loads nothing and runs nothing. */
final class HtmlPage {
  /** Whatever slips into the page can neither run nor call home. */
  private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";

  private HtmlPage() {}

  static String render(List<SchemaReport> reports, LocalDate date) {
    StringBuilder page = new StringBuilder("<!doctype html>\n<html lang=\"en\">\n<head>\n");
    head(reports).forEach(tag -> line(page, tag));
    page.append("<style>\n").append(style()).append("</style>\n</head>\n<body>\n");
    line(page, body(reports, date));
    return page.append("</body>\n</html>\n").toString();
  }

  private static List<Element> head(List<SchemaReport> reports) {
    List<String> names = reports.stream().map(SchemaReport::name).toList();
    return List.of(
        element("meta").with("charset", "utf-8"),
        element("meta").with("http-equiv", "Content-Security-Policy").with("content", POLICY),
        element("meta")
            .with("name", "viewport")
            .with("content", "width=device-width, initial-scale=1"),
        element("meta").with("name", "color-scheme").with("content", "light dark"),
        element("title", "Schema report: " + String.join(", ", names)));
  }

  private static Element body(List<SchemaReport> reports, LocalDate date) {
    Element main = element("main");
    for (int i = 0; i < reports.size(); i++) {
      String prefix = "s" + (i + 1) + "-";
      SchemaReport report = reports.get(i);
      main =
          main.add(
              element(
                      "article",
                      HtmlHead.of(report, date),
                      HtmlFindings.of(report),
                      HtmlMatrix.of(report, prefix),
                      HtmlLife.of(report),
                      HtmlSizes.of(report))
                  .with("id", prefix + "schema"));
    }
    return main;
  }

  private static void line(StringBuilder page, Element element) {
    element.appendTo(page);
    page.append('\n');
  }

  private static String style() {
    try (InputStream file = HtmlPage.class.getResourceAsStream("/schema-report/report.css")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
