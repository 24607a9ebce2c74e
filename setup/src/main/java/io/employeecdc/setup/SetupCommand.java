package io.employeecdc.setup;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.ContractOption;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import io.employeecdc.runtime.registry.RegistryOption;
import io.employeecdc.runtime.registry.RegistrySettings;
import io.employeecdc.runtime.registry.SameIdsOption;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "setup",
    description = "Set up both databases, the topics and the schema; safe to repeat.")
public final class SetupCommand extends OptionsCommand<SetupSettings> {
  @Mixin SetupOptions setup = new SetupOptions();
  @Mixin ContractOption contract = new ContractOption();
  @Mixin RegistryOption registry = new RegistryOption();
  @Mixin SameIdsOption sameIdsAs = new SameIdsOption();

  @Option(
      names = "--capture",
      paramLabel = "triggers|log",
      description =
          "By what the source's changes are captured. For the log, which Debezium reads, nothing is"
              + " made in the source. Default: ${DEFAULT-VALUE}.")
  String capture = "triggers";

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "Partitions of the main topic. Default: 6.")
  String partitions = "6";

  @Option(
      names = "--replication-factor",
      paramLabel = "N",
      description = "Replicas of each topic. Default: 3, or 1 with fewer than three brokers.")
  String replicationFactor = "0";

  @Option(
      names = "--create-tables",
      description =
          "Make an empty table where there is none, which otherwise is refused, as the URL"
              + " may name another database or schema than was meant.")
  boolean createTables;

  @Option(
      names = "--alter-tables",
      description =
          "Add the columns that the contract has and a table lacks, which otherwise is refused. What"
              + " would change values that are there, such as another type, is always refused.")
  boolean alterTables;

  @Option(
      names = "--dry-run",
      description =
          "Show what is there, what would be made and given, which locks that takes and how many rows"
              + " would be sent; change nothing.")
  boolean dryRun;

  @Option(names = "--show-sql", description = "With --dry-run: show the migrations' SQL too.")
  boolean showSql;

  @Override
  protected SetupSettings read(OptionReader options) {
    if (showSql && !dryRun) {
      options.complain("--show-sql", "needs --dry-run");
    }
    Contract table = contract.read(options);
    RegistrySettings here = registry.read(options);
    return new SetupSettings(
        table,
        setup.source.read(options),
        setup.target.read(options),
        setup.kafka.read(options),
        here,
        sameIdsAs.read(options, here),
        setup.topics(options, table.names()),
        setup.roles(),
        options.choice("--capture", capture, SetupSettings.CaptureMethod.class),
        createTables,
        alterTables,
        setup.lockTries(options),
        options.wholeNumber("--partitions", partitions, 1, 1000),
        options.wholeNumber("--replication-factor", replicationFactor, 0, 9));
  }

  @Override
  protected ExitCode run(SetupSettings settings) throws IOException {
    Setup work = new Setup(settings, err()::println);
    if (dryRun) {
      work.plan(showSql, this::say);
      say("dry run", "nothing was changed");
    } else {
      work.run(this::say);
    }
    return ExitCode.DONE;
  }

  private void say(String part, String what) {
    out().printf("%-9s %s%n", part, what);
  }
}
