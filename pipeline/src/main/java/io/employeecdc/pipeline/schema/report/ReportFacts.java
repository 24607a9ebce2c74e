package io.employeecdc.pipeline.schema.report;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** What a reader must know to judge a report: of what, by which rules, when. */
final class ReportFacts {
  private ReportFacts() {}

  /** A name and its value. */
  record Fact(String name, String value) {}

  static List<Fact> of(SchemaReport report, LocalDate date) {
    return List.of(
        new Fact("Earlier versions", String.valueOf(report.released())),
        new Fact("Mode", report.change().mode().name()),
        new Fact("Rules", report.change().rules().name().toLowerCase(Locale.ROOT)),
        new Fact("File", report.change().candidate().file().name()),
        new Fact("Written", date.toString()));
  }
}
