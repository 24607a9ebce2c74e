package io.employeecdc.pipeline.schema.report;

import io.employeecdc.contract.check.Affected;
import io.employeecdc.contract.check.Finding;
import io.employeecdc.contract.check.Severity;
import io.employeecdc.pipeline.output.Markdown;
import io.employeecdc.pipeline.schema.report.Headline.Tone;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The same as the page, for the summary of a job or a comment. */
final class MarkdownReport {
  private final StringBuilder text = new StringBuilder();

  private MarkdownReport() {}

  static String render(List<SchemaReport> reports, LocalDate date) {
    MarkdownReport markdown = new MarkdownReport();
    reports.forEach(report -> markdown.schema(report, date));
    return markdown.text.toString();
  }

  private void schema(SchemaReport report, LocalDate date) {
    Headline headline = report.headline();
    String sign = headline.tone() == Tone.BAD ? "❌ " : headline.tone() == Tone.GOOD ? "✅ " : "";
    text.append("# Schema report: ").append(Markdown.text(report.name())).append("\n\n");
    text.append("**").append(sign).append(Markdown.text(headline.title())).append(".** ");
    text.append(Markdown.text(headline.detail())).append("\n\n");
    for (ReportFacts.Fact fact : ReportFacts.of(report, date)) {
      text.append("- ").append(fact.name()).append(": ");
      text.append(Markdown.code(fact.value())).append('\n');
    }
    findings(report.findings());
    MarkdownMatrix.append(text, report);
    MarkdownLife.append(text, report);
    sizes(report);
  }

  private void findings(List<Finding> findings) {
    text.append("\n## Findings of the current change\n\n");
    if (findings.isEmpty()) {
      text.append("None.\n");
      return;
    }
    text.append(Markdown.row(List.of("", "Place", "Path", "What", "Breaks", "Remedy", "Rule")));
    text.append(Markdown.rule(7));
    for (Finding finding : findings) {
      text.append(
          Markdown.row(
              List.of(
                  finding.severity() == Severity.ERROR ? "❌ error" : "ℹ️ note",
                  Markdown.code(FindingPlace.of(finding)),
                  Markdown.code(finding.path()),
                  Markdown.prose(finding.message()),
                  Lists.and(finding.breaks().stream().map(Affected::words).toList()),
                  Markdown.prose(finding.remedy()),
                  finding.rule().id() + " (" + finding.origin().id() + ")")));
    }
  }

  private void sizes(SchemaReport report) {
    text.append("\n## The size of a record\n\n");
    if (report.sizes().isEmpty()) {
      text.append("No sample record can be made.\n");
      return;
    }
    text.append("Bytes of Avro; in the topic 5 more stand before them.\n\n");
    text.append(MarkdownMatrix.head("sample", report.versions()));
    for (SampleSizes sizes : report.sizes()) {
      List<String> cells = new ArrayList<>();
      cells.add(sizes.kind().title());
      for (int version = 0; version < sizes.bytes().size(); version++) {
        cells.add(size(sizes, version));
      }
      text.append(Markdown.row(cells));
    }
  }

  private static String size(SampleSizes sizes, int version) {
    OptionalInt bytes = sizes.bytes().get(version);
    OptionalInt growth = sizes.growth(version);
    String number = bytes.isPresent() ? String.valueOf(bytes.getAsInt()) : "–";
    return growth.isPresent() && growth.getAsInt() != 0
        ? "%s (%+d)".formatted(number, growth.getAsInt())
        : number;
  }
}
