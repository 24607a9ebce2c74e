package io.employeecdc.schematools.command;

import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import io.employeecdc.schematools.check.CheckResult;
import java.util.List;
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
  @Mixin ComparedFiles files = new ComparedFiles();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text, json, github, markdown or sarif. Default: text.")
  String format = "text";

  record CheckSettings(ComparedFiles.Compared files, Format format) {}

  @Override
  protected CheckSettings read(OptionReader options) {
    return new CheckSettings(
        files.compared(options),
        options.choice("--format", format.toLowerCase(Locale.ROOT), Format.class));
  }

  @Override
  protected ExitCode run(CheckSettings settings) {
    List<CheckResult> results = settings.files().check();
    settings.format().print(results, out());
    out().flush();
    boolean compatible = results.stream().allMatch(CheckResult::compatible);
    return compatible ? ExitCode.DONE : ExitCode.INCOMPATIBLE_SCHEMA;
  }
}
