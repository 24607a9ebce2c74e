package io.employeecdc.schematools.report;

import static io.employeecdc.schematools.text.Templates.compiler;
import static io.employeecdc.schematools.text.Templates.resource;
import static io.employeecdc.schematools.text.Templates.section;

import io.employeecdc.runtime.output.Visible;
import io.employeecdc.schematools.text.Markdown;
import io.employeecdc.schematools.text.Prose;
import java.io.StringReader;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Fills the templates in the resources {@code schema-report}. */
final class ReportTemplates {
  private static final String FOLDER = "/schema-report/";

  private ReportTemplates() {}

  /**
   * The whole page: one file that loads nothing and runs nothing. Whatever slips into it can
   * neither run nor call home, as its policy says.
   */
  static String html(List<SchemaReport> reports, LocalDate date) {
    Map<String, Object> names = names(reports, date);
    names.put("css", resource(FOLDER + "report.css"));
    names.put("outcomes", PairOutcome.values());
    names.put("prose", section(ReportTemplates::htmlProse));
    names.put("plain", section(text -> escaped(text.replace("`", ""))));
    return compiler(ReportTemplates::escaped)
        // The parts of the page are on one line, whatever their layout here is.
        .withLoader(
            part ->
                new StringReader(
                    resource(FOLDER + part)
                        .lines()
                        .map(String::strip)
                        .collect(Collectors.joining())))
        .compile(resource(FOLDER + "index.html"))
        .execute(names);
  }

  static String markdown(List<SchemaReport> reports, LocalDate date) {
    Map<String, Object> names = names(reports, date);
    names.put("prose", section(Markdown::prose));
    names.put("code", section(Markdown::code));
    return compiler(Markdown::text).compile(resource(FOLDER + "report.md")).execute(names);
  }

  private static Map<String, Object> names(List<SchemaReport> reports, LocalDate date) {
    List<Map<String, Object>> numbered = new ArrayList<>();
    for (SchemaReport report : reports) {
      numbered.add(Map.of("number", numbered.size() + 1, "report", report));
    }
    return new HashMap<>(Map.of("reports", numbered, "date", date));
  }

  private static String htmlProse(String sentence) {
    return Prose.pieces(sentence).stream()
        .map(p -> p.code() ? "<code>" + escaped(p.text()) + "</code>" : escaped(p.text()))
        .collect(Collectors.joining("", "<span>", "</span>"));
  }

  private static String escaped(String text) {
    return text.lines()
        .map(Visible::of)
        .collect(Collectors.joining("\n"))
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
