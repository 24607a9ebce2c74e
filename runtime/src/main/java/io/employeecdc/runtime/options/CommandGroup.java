package io.employeecdc.runtime.options;

import io.employeecdc.runtime.failure.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that only has subcommands: without one of them it says which there are. */
public abstract class CommandGroup implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin HelpOption help = new HelpOption();

  @Override
  public final Integer call() {
    List<String> unknown = spec.commandLine().getUnmatchedArguments();
    if (!unknown.isEmpty()) {
      spec.commandLine()
          .getErr()
          .printf(
              "%s: %s is not a command of it%n",
              spec.qualifiedName(), Commands.unknown(unknown.get(0)));
    }
    Commands.printUsage(spec.commandLine(), spec.commandLine().getErr());
    return ExitCode.USAGE.code();
  }
}
