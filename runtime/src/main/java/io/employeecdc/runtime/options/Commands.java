package io.employeecdc.runtime.options;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.logging.Coded;
import io.employeecdc.runtime.logging.LogFormat;
import io.employeecdc.runtime.output.ReaderGoneException;
import io.employeecdc.runtime.output.StandardOutput;
import io.employeecdc.runtime.output.Terminal;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** Runs a command line: options from flags and environment in, an exit code and one message out. */
public final class Commands {
  private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

  /** What a shell says of a program that SIGPIPE has ended, which is no failure of it. */
  private static final int READER_GONE = 128 + 13;

  /** As options and commands are called; a value after it is not repeated. */
  private static final Pattern NAME =
      Pattern.compile("((?:--?)?[a-z]{1,20}(?:-[a-z]{1,20}){0,4})(=.*)?");

  private Commands() {}

  /** Is the process: runs the command, with the process's environment, and ends with its code. */
  public static void main(Object command, String... arguments) {
    // Numbers and times are for programs too: no country's digits, also in libraries.
    Locale.setDefault(Locale.ROOT);
    System.exit(execute(command, System.getenv(), new StandardOutput(), arguments));
  }

  /**
   * Runs the command or the subcommand that the arguments name; never throws.
   *
   * @param command an object annotated with picocli's {@code @Command}
   * @param environment where options that were not given are looked up
   */
  public static int execute(Object command, Map<String, String> environment, String... arguments) {
    return execute(command, environment, System.out, arguments);
  }

  private static int execute(
      Object command, Map<String, String> environment, OutputStream out, String... arguments) {
    LogFormat.begin(environment.get(EnvironmentDefaults.variable("--log-format")));
    CommandLine line = explained(command);
    line.setDefaultValueProvider(new EnvironmentDefaults(environment, arguments));
    line.setUnmatchedArgumentsAllowed(true);
    line.setExecutionExceptionHandler((e, failed, parsed) -> report(e, failed));
    line.setParameterExceptionHandler((e, given) -> report(e).code());
    // What somebody's environment holds is a value, whatever it looks like; help has variables.
    line.setInterpolateVariables(false);
    line.setExecutionStrategy(
        parsed -> {
          line.setInterpolateVariables(true);
          if (parsed.asCommandLineList().stream().anyMatch(CommandLine::isUsageHelpRequested)) {
            // Help shows the program's defaults: what the environment holds may be a secret.
            line.setDefaultValueProvider(argument -> null);
          }
          return run(parsed);
        });
    line.setOut(new Terminal(out));
    line.setErr(new Terminal(System.err));
    return line.execute(arguments);
  }

  /** A command with its subcommands and all that their help says, without anybody's environment. */
  public static CommandLine explained(Object command) {
    CommandLine line = new CommandLine(command);
    line.setUsageHelpWidth(100);
    line.setUsageHelpAutoWidth(false);
    explainEnvironment(line);
    return line;
  }

  /**
   * Help and version come before all else. Help is of many lines and may show what the environment
   * holds.
   */
  private static int run(ParseResult parsed) {
    for (CommandLine asked : parsed.asCommandLineList()) {
      if (asked.isUsageHelpRequested() || asked.isVersionHelpRequested()) {
        try {
          if (asked.isUsageHelpRequested()) {
            printUsage(asked, asked.getOut());
          } else {
            asked.printVersionHelp(asked.getOut());
          }
          return ExitCode.DONE.code();
        } catch (CdcException | ReaderGoneException e) {
          return report(e, asked);
        }
      }
    }
    return new RunLast().execute(parsed);
  }

  static void printUsage(CommandLine line, PrintWriter to) {
    line.getUsageMessage(Ansi.OFF).lines().forEach(to::println);
  }

  /** Says at the end of each command's help how its options are set otherwise. */
  private static void explainEnvironment(CommandLine line) {
    line.getSubcommands().values().forEach(Commands::explainEnvironment);
    line.getCommandSpec().options().stream()
        .filter(option -> !option.usageHelp() && !option.versionHelp())
        .map(OptionSpec::longestName)
        .findFirst()
        .ifPresent(
            option ->
                line.getCommandSpec()
                    .usageMessage()
                    .footer(
                        "",
                        "Every option is also an environment variable: %s is %s."
                            .formatted(option, EnvironmentDefaults.variable(option))));
  }

  private static int report(Exception e, CommandLine failed) {
    String name = failed.getCommandSpec().qualifiedName();
    if (e instanceof ReaderGoneException) {
      return READER_GONE;
    }
    if (e instanceof CdcException cdc) {
      say(failed.getErr(), name, cdc);
      return cdc.exitCode().code();
    }
    Coded.write(
        LOG.atError().setCause(e), ErrorCode.UNEXPECTED, "{} ended by a defect of its own", name);
    return ExitCode.UNEXPECTED.code();
  }

  /** A cause that is known. As text, a code that says no more than the exit code is left out. */
  private static void say(PrintWriter err, String command, CdcException e) {
    if (LogFormat.current() == LogFormat.JSON) {
      Coded.write(LOG.atError(), e.code(), "{}: {}", command, e.getMessage());
      return;
    }
    boolean general = e.code() == ErrorCode.of(e.exitCode());
    String text = command + ": " + e.getMessage() + (general ? "" : " [" + e.code() + "]");
    text.lines().forEach(err::println);
    err.flush();
  }

  private static ExitCode report(ParameterException e) {
    CommandLine line = e.getCommandLine();
    line.getErr().println(line.getCommandSpec().qualifiedName() + ": " + fault(e));
    return ExitCode.USAGE;
  }

  /** In words of our own: picocli's repeat what it was given. */
  private static String fault(ParameterException e) {
    if (e instanceof MissingParameterException missing) {
      return "missing: "
          + missing.getMissing().stream().map(Commands::name).collect(Collectors.joining(", "));
    }
    String name = e.getArgSpec() == null ? "an argument" : name(e.getArgSpec());
    return e instanceof OverwrittenOptionException
        ? name + " is given twice"
        : name + " does not take what it is given; see --help";
  }

  /** How an argument is called that nobody knows, and that may be a password in the wrong place. */
  static String unknown(String argument) {
    Matcher name = NAME.matcher(argument);
    return name.matches() ? "'" + name.group(1) + "'" : "an argument";
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }
}
