package io.employeecdc.schematools.command;

import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import io.employeecdc.runtime.output.Visible;
import io.employeecdc.schemacheck.Judgement;
import io.employeecdc.schematools.report.ReportTemplates;
import io.employeecdc.schematools.report.SchemaReport;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "report",
    description =
        "Write a page about the schema, as HTML and as Markdown: the verdict on the change, which"
            + " version reads which, the life of every field, sizes. Exit code 6 if the change"
            + " breaks anything; the page is written all the same. Needs no registry.")
final class SchemaReportCommand extends OptionsCommand<SchemaReportCommand.ReportSettings> {
  private final Clock clock = Clock.systemUTC();

  @Mixin ComparedFiles files = new ComparedFiles();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder for index.html and report.md; made if it is not there.")
  String out;

  record ReportSettings(ComparedFiles.Compared files, Path folder) {}

  @Override
  protected ReportSettings read(OptionReader options) {
    return new ReportSettings(
        files.compared(options, LocalDate.now(clock)),
        Path.of(options.required("--out", out, "a folder to write to")));
  }

  @Override
  protected ExitCode run(ReportSettings settings) {
    Judgement judged = settings.files().judged().get();
    List<SchemaReport> reports = judged.results().stream().map(SchemaReport::of).toList();
    Path folder = settings.folder();
    ReportTemplates.write(reports, LocalDate.now(clock), folder);
    reports.forEach(report -> out().println(Visible.of(report.verdict())));
    judged.total().map(Visible::of).ifPresent(out()::println);
    out()
        .printf(
            "Written: %s, %s%n",
            folder.resolve(ReportTemplates.HTML), folder.resolve(ReportTemplates.MARKDOWN));
    out().flush();
    return judged.compatible() ? ExitCode.DONE : ExitCode.INCOMPATIBLE_SCHEMA;
  }
}
