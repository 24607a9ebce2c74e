package io.employeecdc.schematools.command;

import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import io.employeecdc.schematools.check.CheckResult;
import io.employeecdc.schematools.check.Mode;
import io.employeecdc.schematools.check.Rules;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "release",
    description =
        "Check the schema as 'cdc schema check' does and, if it breaks nothing, freeze it as the"
            + " next version; exit code 6 if it breaks anything. Needs no registry.")
final class SchemaReleaseCommand extends OptionsCommand<SchemaReleaseCommand.ReleaseSettings> {
  @Option(
      names = "--schemas",
      paramLabel = "DIR",
      description = "The schemas folder. Default: that of this checkout.")
  String schemas;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "As of 'cdc schema check'. Default: FULL_TRANSITIVE.")
  String mode = "FULL_TRANSITIVE";

  @Option(
      names = "--date",
      paramLabel = "YYYY-MM-DD",
      description = "The day of the release. Default: today.")
  String date;

  record ReleaseSettings(
      SchemaFolder folder, List<Comparison> comparisons, Mode mode, LocalDate date) {}

  @Override
  protected ReleaseSettings read(OptionReader options) {
    ComparedFiles files = new ComparedFiles();
    files.folder = schemas;
    return new ReleaseSettings(
        SchemaFolder.of(schemas),
        files.read(options),
        options.choice("--mode", mode.toLowerCase(Locale.ROOT), Mode.class),
        day(options));
  }

  @Override
  protected ExitCode run(ReleaseSettings settings) {
    List<CheckResult> results =
        settings.comparisons().stream().map(c -> c.check(settings.mode(), Rules.ALL)).toList();
    Format.TEXT.print(results, out());
    out().flush();
    if (!results.stream().allMatch(CheckResult::compatible)) {
      return ExitCode.INCOMPATIBLE_SCHEMA;
    }
    List<WorkingSchema> working = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      Path file = settings.folder().working().get(i);
      Path released = settings.folder().releasedFolder(SchemaFolder.name(file));
      working.add(new WorkingSchema(file, settings.comparisons().get(i), released));
    }
    working.forEach(schema -> schema.requireReleasable(settings.date()));
    working.forEach(schema -> schema.release(settings.date()).lines().forEach(out()::println));
    out().flush();
    return ExitCode.DONE;
  }

  private LocalDate day(OptionReader options) {
    if (date == null) {
      return LocalDate.now(ZoneId.systemDefault());
    }
    try {
      return LocalDate.parse(date);
    } catch (DateTimeException e) {
      options.complain("--date", "not a day such as 2026-01-31");
      return LocalDate.EPOCH;
    }
  }
}
