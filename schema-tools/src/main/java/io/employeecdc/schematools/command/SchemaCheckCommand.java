package io.employeecdc.schematools.command;

import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import io.employeecdc.schemacheck.Judgement;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "check",
    description =
        "Say everything that a change of a schema breaks, where and how to mend it; exit code 6 if"
            + " it breaks anything. Needs no registry.")
final class SchemaCheckCommand extends OptionsCommand<SchemaCheckCommand.CheckSettings> {
  private final Clock clock = Clock.systemUTC();

  @Mixin ComparedFiles files = new ComparedFiles();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = {
        "text, lines (one for each finding), json, github, markdown or sarif. Default: text; of",
        "folders lines."
      })
  String format;

  record CheckSettings(ComparedFiles.Compared files, Format format) {}

  @Override
  protected CheckSettings read(OptionReader options) {
    ComparedFiles.Compared compared = files.compared(options, LocalDate.now(clock));
    String usual = compared.repository() ? "lines" : "text";
    return new CheckSettings(
        compared,
        options.choice(
            "--format", format == null ? usual : format.toLowerCase(Locale.ROOT), Format.class));
  }

  @Override
  protected ExitCode run(CheckSettings settings) {
    Judgement judged = settings.files().judged().get();
    settings.format().print(judged.results(), judged.total(), out());
    out().flush();
    return judged.compatible() ? ExitCode.DONE : ExitCode.INCOMPATIBLE_SCHEMA;
  }
}
