package io.employeecdc.pipeline.demo;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.StackSettings;
import io.employeecdc.pipeline.output.JsonOption;
import io.employeecdc.pipeline.output.JsonOutput;
import io.employeecdc.pipeline.stack.StackOptions;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.ContractOption;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    description =
        "Start a local stack, carry a history of changes through it, and prove that source and"
            + " target are equal.")
public final class DemoCommand extends OptionsCommand<DemoCommand.Settings> {
  @Mixin ContractOption contract = new ContractOption();
  @Mixin StackOptions stack = new StackOptions();
  @Mixin JsonOption json = new JsonOption();

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description =
          "Change history to play: CSV (or .csv.gz) with the header changed_on,action and the names"
              + " of the table's columns, its key first. Default: a made-up one.")
  String input;

  @Option(
      names = "--changes",
      paramLabel = "N",
      description = "Changes of the made-up history. Default: 50000.")
  String changes = "50000";

  @Option(names = "--keep", description = "Leave everything running, and say what to try next.")
  boolean keep;

  /**
   * What to show.
   *
   * @param input a change history; null to make one up
   */
  record Settings(
      Contract contract,
      StackSettings stack,
      Path input,
      long changes,
      boolean keep,
      JsonOutput json) {}

  @Override
  protected Settings read(OptionReader options) {
    Contract table = contract.read(options);
    if (input == null && !table.name().equals(Contract.SHIPPED)) {
      options.complain("--input", "missing; the made-up history is of " + Contract.SHIPPED);
    }
    return new Settings(
        table,
        stack.read(options, 0),
        options.readableFile("--input", input),
        options.wholeNumber("--changes", changes, 1, 100_000_000),
        keep,
        json.read(options));
  }

  @Override
  protected ExitCode run(Settings settings) throws Exception {
    if (LocalStack.find(settings.stack().directory()).isPresent()) {
      throw new CdcException(
          ExitCode.CONFIGURATION,
          "a local stack is there already (%s); end it with 'cdc stack down'"
              .formatted(settings.stack().directory()));
    }
    DemoReport report = new Demo(settings, err()).run();
    if (!settings.json().replacesText()) {
      report.print(out());
      if (settings.keep()) {
        NextSteps.print(
            LocalStack.find(settings.stack().directory()).orElseThrow(),
            settings.contract(),
            out());
      }
      out().flush();
    }
    settings.json().write(report.json(), out());
    return report.isRight() ? ExitCode.DONE : ExitCode.DATA;
  }
}
