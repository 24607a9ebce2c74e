package io.employeecdc.workbench.bench;

import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.StackSettings;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.options.AddedCommand;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import io.employeecdc.runtime.results.JsonOption;
import io.employeecdc.runtime.results.JsonOutput;
import io.employeecdc.runtime.service.CleanUp;
import io.employeecdc.workbench.stack.StackFailure;
import io.employeecdc.workbench.stack.StackOptions;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "bench",
    description =
        "Measure each stage on a local stack of its own, beside the limits of the same machine.")
public final class BenchCommand extends OptionsCommand<BenchCommand.Settings>
    implements AddedCommand {
  @Mixin StackOptions.Brokers brokers = new StackOptions.Brokers();
  @Mixin JsonOption json = new JsonOption();

  @Option(
      names = "--changes",
      paramLabel = "N",
      description =
          "Mixed changes per stage; fewer than 300000 are through before much is measured. Default:"
              + " 1000000.")
  String changes = "1000000";

  record Settings(StackSettings stack, long changes, JsonOutput json) {}

  @Override
  protected Settings read(OptionReader options) {
    Path directory = Path.of(System.getProperty("cdc.home", ".cdc"), "bench");
    return new Settings(
        new StackSettings(directory, brokers.read(options), 0),
        options.wholeNumber("--changes", changes, 100_000, 100_000_000),
        json.read(options));
  }

  @Override
  protected ExitCode run(Settings settings) throws Exception {
    LocalStack stack = StackFailure.explain(() -> LocalStack.up(settings.stack()));
    CleanUp down = CleanUp.atExit("bench-down", stack::down);
    try {
      BenchReport report = new Bench(stack, settings.changes(), err()).run();
      if (!settings.json().replacesText()) {
        report.print(out());
        out().flush();
      }
      settings.json().write(report.json(), out());
      return report.isRight() ? ExitCode.DONE : ExitCode.DATA;
    } finally {
      down.close();
    }
  }
}
