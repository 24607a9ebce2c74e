package io.employeecdc.workbench.stack;

import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.StackSettings;
import io.employeecdc.localstack.StackUser;
import io.employeecdc.localstack.process.Server;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.options.AddedCommand;
import io.employeecdc.runtime.options.CommandGroup;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import io.employeecdc.runtime.peers.StackDirectory;
import io.employeecdc.workbench.run.LocalPipeline;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "stack",
    description = "A local PostgreSQL pair, Kafka and schema registry, in the background.",
    subcommands = {
      StackCommand.Up.class,
      StackCommand.Show.class,
      StackCommand.Env.class,
      StackCommand.Down.class,
    })
public final class StackCommand extends CommandGroup implements AddedCommand {
  @Command(name = "up", description = "Start the stack, or what of it does not run.")
  static final class Up extends OptionsCommand<StackSettings> {
    @Mixin StackOptions stack = new StackOptions();

    @Option(
        names = "--first-port",
        paramLabel = "PORT",
        description = "First of consecutive ports; 0 takes any free ones. Default: 0.")
    String firstPort = "0";

    @Override
    protected StackSettings read(OptionReader options) {
      int port = options.wholeNumber("--first-port", firstPort, 0, 65_000);
      if (port > 0 && port < 1024) {
        options.complain("--first-port", "not 0 or a number from 1024 to 65000");
        port = 0;
      }
      return stack.read(options, port);
    }

    @Override
    protected ExitCode run(StackSettings settings) {
      LocalStack stack = StackFailure.explain(() -> LocalStack.up(settings));
      LocalPipeline.standard(stack).giveRights();
      boolean unused = printServers(stack, out());
      out().println();
      out().println("To use it from this shell:  eval \"$(./cdc stack env)\"");
      if (settings.secure()) {
        out().println("That is the administrator; less: stack env --as setup|producer|consumer|…");
      }
      return ExitCode.DONE;
    }
  }

  abstract static class OfExisting extends OptionsCommand<Path> {
    @Mixin StackDirectory directory = new StackDirectory();

    abstract ExitCode run(LocalStack stack);

    @Override
    protected Path read(OptionReader options) {
      return directory.path();
    }

    @Override
    protected final ExitCode run(Path path) {
      LocalStack stack =
          LocalStack.find(path)
              .orElseThrow(
                  () ->
                      new CdcException(
                          ExitCode.CONFIGURATION,
                          "no local stack in " + path + "; start one with 'cdc stack up'"));
      return StackFailure.explain(() -> run(stack));
    }
  }

  @Command(name = "status", description = "Show the servers; exit code 5 if one does not answer.")
  static final class Show extends OfExisting {
    @Override
    ExitCode run(LocalStack stack) {
      return printServers(stack, out()) ? ExitCode.DONE : ExitCode.UNREACHABLE;
    }
  }

  @Command(
      name = "env",
      description = "Print the exports with which the other commands find the stack.")
  static final class Env extends OfExisting {
    @Option(
        names = "--as",
        paramLabel = "USER",
        description =
            "Whose settings, in a secure stack: admin, setup (also for backfill and verify --repair),"
                + " producer, consumer, verify, dlq, or monitor. Default: ${DEFAULT-VALUE}.")
    String user = "admin";

    private StackUser chosen;

    @Override
    protected Path read(OptionReader options) {
      chosen = options.choice("--as", user, StackUser.class);
      return super.read(options);
    }

    @Override
    ExitCode run(LocalStack stack) {
      Map<String, String> environment = new TreeMap<>(stack.access().environment(chosen));
      if (stack.access().secure() && (chosen == StackUser.ADMIN || chosen == StackUser.SETUP)) {
        environment.put("CDC_PRODUCER_ROLE", StackUser.PRODUCER.id());
        environment.put("CDC_CONSUMER_ROLE", StackUser.CONSUMER.id());
        environment.put("CDC_VERIFY_ROLE", StackUser.VERIFY.id());
      }
      environment.forEach((name, value) -> out().printf("export %s=%s%n", name, quoted(value)));
      return ExitCode.DONE;
    }

    /** As a shell reads it: what cannot be in quotes is put between two pairs of them. */
    private static String quoted(String value) {
      return "'" + value.replace("'", "'\\''") + "'";
    }
  }

  @Command(name = "down", description = "End the stack's processes and delete its data.")
  static final class Down extends OfExisting {
    @Override
    ExitCode run(LocalStack stack) {
      stack.down();
      out().println("The local stack is down; its processes and files are gone.");
      return ExitCode.DONE;
    }
  }

  /** A line for each server, of a second site too; false if one does not answer. */
  private static boolean printServers(LocalStack stack, PrintWriter out) {
    Path here = Path.of("").toAbsolutePath();
    boolean all = true;
    out.printf("%-10s %-9s %-16s %7s  %s%n", "SERVER", "STATE", "ADDRESS", "PID", "LOG");
    for (Server server :
        stack.sites().stream()
            .flatMap(site -> Stream.concat(site.servers().stream(), site.services().stream()))
            .toList()) {
      boolean alive = server.alive();
      boolean answers = alive && server.answers();
      all &= answers;
      out.printf(
          "%-10s %-9s %-16s %7s  %s%n",
          server.name(),
          answers ? "up" : alive ? "silent" : "down",
          "127.0.0.1:" + server.port(),
          alive ? String.valueOf(server.pid()) : "-",
          server.log().startsWith(here) ? here.relativize(server.log()) : server.log());
    }
    return all;
  }
}
