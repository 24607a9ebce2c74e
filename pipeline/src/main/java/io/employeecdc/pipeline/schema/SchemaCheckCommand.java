package io.employeecdc.pipeline.schema;

import io.employeecdc.contract.check.CheckResult;
import io.employeecdc.contract.check.Mode;
import io.employeecdc.contract.check.Rules;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cdc schema check}. */
@Command(
    name = "check",
    description =
        "Say everything that a change of a schema breaks, where and how to mend it; exit code 6 if"
            + " it breaks anything. Needs no registry.")
final class SchemaCheckCommand extends OptionsCommand<CheckSettings> {
  @Mixin ComparedFiles files = new ComparedFiles();

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = {
        "NONE, BACKWARD, FORWARD, FULL, or the last three with _TRANSITIVE, which judges every",
        "earlier version and not only the newest. Default: FULL_TRANSITIVE."
      })
  String mode = "FULL_TRANSITIVE";

  @Option(
      names = "--rules",
      paramLabel = "RULES",
      description = {
        "all, or avro: only what makes records unreadable, without the stricter rules of this",
        "project (logical types, lossy promotions, docs, defaults). Default: all."
      })
  String rules = "all";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text, json, github, markdown or sarif. Default: text.")
  String format = "text";

  @Override
  protected CheckSettings read(OptionReader options) {
    return new CheckSettings(
        files.read(options),
        options.choice("--mode", mode.toLowerCase(Locale.ROOT), Mode.class),
        options.choice("--rules", rules.toLowerCase(Locale.ROOT), Rules.class),
        options.choice("--format", format.toLowerCase(Locale.ROOT), Format.class));
  }

  @Override
  protected ExitCode run(CheckSettings settings) {
    List<CheckResult> results =
        settings.comparisons().stream()
            .map(c -> c.check(settings.mode(), settings.rules()))
            .toList();
    out().print(settings.format().render(results));
    out().flush();
    boolean compatible = results.stream().allMatch(CheckResult::compatible);
    return compatible ? ExitCode.DONE : ExitCode.INCOMPATIBLE_SCHEMA;
  }
}
