package io.employeecdc.runtime.options;

import io.employeecdc.runtime.failure.ExitCode;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command whose options become one immutable settings value before anything runs. */
public abstract class OptionsCommand<S> implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin HelpOption help = new HelpOption();

  /** Reads all options; complaints go to the reader, not into exceptions. */
  protected abstract S read(OptionReader options);

  /** Does the work, with settings that are known to be good. */
  protected abstract ExitCode run(S settings) throws Exception;

  protected final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  protected final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  @Override
  public final Integer call() throws Exception {
    Map<String, String> environment =
        ((EnvironmentDefaults) spec.defaultValueProvider()).environment();
    OptionReader reader = new OptionReader(environment);
    spec.commandLine()
        .getUnmatchedArguments()
        .forEach(unknown -> reader.complain(Commands.unknown(unknown) + ": unknown; see --help"));
    new UnknownVariables(spec).complaints(environment).forEach(reader::complain);
    S settings = read(reader);
    reader.throwIfAny();
    ExitCode code = run(settings);
    out().flush();
    return code.code();
  }
}
