package io.employeecdc.schematools.command;

import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import io.employeecdc.schematools.check.CheckResult;
import io.employeecdc.schematools.report.ReportFolder;
import io.employeecdc.schematools.report.SchemaReport;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
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

  record ReportSettings(ComparedFiles.Compared files, ReportFolder folder) {}

  @Override
  protected ReportSettings read(OptionReader options) {
    return new ReportSettings(
        files.compared(options),
        new ReportFolder(Path.of(options.required("--out", out, "a folder to write to"))));
  }

  @Override
  protected ExitCode run(ReportSettings settings) {
    List<CheckResult> results = settings.files().check();
    List<SchemaReport> reports = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      Comparison comparison = settings.files().comparisons().get(i);
      reports.add(SchemaReport.of(results.get(i), comparison.loaded()));
    }
    settings.folder().write(reports, LocalDate.now(clock));
    reports.forEach(report -> out().println(report.verdict()));
    out().println("Written: " + settings.folder().html() + ", " + settings.folder().markdown());
    out().flush();
    boolean compatible = results.stream().allMatch(CheckResult::compatible);
    return compatible ? ExitCode.DONE : ExitCode.INCOMPATIBLE_SCHEMA;
  }
}
