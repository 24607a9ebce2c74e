package io.employeecdc.pipeline.stack;

import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.StackSettings;
import io.employeecdc.pipeline.run.LocalPipeline;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cdc stack up}. */
@Command(name = "up", description = "Start the stack, or what of it does not run.")
final class StackUp extends OptionsCommand<StackSettings> {
  @Mixin StackDirectory directory = new StackDirectory();

  @Mixin BrokersOption brokers = new BrokersOption();

  @Mixin SecureOption secure = new SecureOption();

  @Option(
      names = "--first-port",
      paramLabel = "PORT",
      description = "First of consecutive ports; 0 takes any free ones. Default: 0.")
  String firstPort = "0";

  @Override
  protected StackSettings read(OptionReader options) {
    int count = brokers.read(options);
    int port = options.wholeNumber("--first-port", firstPort, 0, 65_000);
    if (port > 0 && port < 1024) {
      options.complain("--first-port", "not 0 or a number from 1024 to 65000");
    }
    options.throwIfAny();
    return new StackSettings(directory.path(), count, port, secure.read());
  }

  @Override
  protected ExitCode run(StackSettings settings) {
    LocalStack stack = StackFailure.explain(() -> LocalStack.up(settings));
    LocalPipeline.standard(stack).giveRights();
    ServerTable.print(stack, out());
    out().println();
    out().println("To use it from this shell:  eval \"$(./cdc stack env)\"");
    if (settings.secure()) {
      out().println("That is the administrator; less: stack env --as setup|producer|consumer|…");
    }
    return ExitCode.DONE;
  }
}
