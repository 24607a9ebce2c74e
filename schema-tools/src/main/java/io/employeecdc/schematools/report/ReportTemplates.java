package io.employeecdc.schematools.report;

import static io.employeecdc.schematools.text.Templates.compiler;
import static io.employeecdc.schematools.text.Templates.prose;
import static io.employeecdc.schematools.text.Templates.resource;
import static io.employeecdc.schematools.text.Templates.section;

import com.samskivert.mustache.Escapers;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.output.ResultFile;
import io.employeecdc.runtime.output.Visible;
import io.employeecdc.schematools.report.Matrix.PairOutcome;
import io.employeecdc.schematools.text.Markdown;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The pages, by the templates in the resources {@code schema-report}. */
public final class ReportTemplates {
  public static final String HTML = "index.html";
  public static final String MARKDOWN = "report.md";

  private static final String FOLDER = "/schema-report/";

  private ReportTemplates() {}

  /** Writes both into a folder, which is made if it is not there; exit code 3 if it cannot be. */
  public static void write(List<SchemaReport> reports, LocalDate date, Path folder) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw refused(folder, "it is a file", null);
    }
    try {
      Files.createDirectories(folder);
      ResultFile.writePublic(folder.resolve(HTML), html(reports, date));
      ResultFile.writePublic(folder.resolve(MARKDOWN), markdown(reports, date));
    } catch (IOException e) {
      throw refused(folder, e.getClass().getSimpleName(), e);
    }
  }

  private static CdcException refused(Path folder, String reason, IOException cause) {
    return new CdcException(
        ExitCode.CONFIGURATION,
        "cannot write to '" + folder + "': " + reason + "; name a folder with --out",
        cause);
  }

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
    String prose =
        prose(sentence, ReportTemplates::escaped, name -> "<code>" + escaped(name) + "</code>");
    return "<span>" + prose + "</span>";
  }

  private static String escaped(String text) {
    return Escapers.HTML.escape(text.lines().map(Visible::of).collect(Collectors.joining("\n")));
  }
}
