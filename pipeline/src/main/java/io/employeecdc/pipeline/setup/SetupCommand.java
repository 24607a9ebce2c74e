package io.employeecdc.pipeline.setup;

import io.employeecdc.contract.Names;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.runtime.database.SourceDatabaseOptions;
import io.employeecdc.runtime.database.TargetDatabaseOptions;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.ContractOption;
import io.employeecdc.runtime.kafka.DeadLetterTopicOption;
import io.employeecdc.runtime.kafka.KafkaOptions;
import io.employeecdc.runtime.kafka.PositionTopicOption;
import io.employeecdc.runtime.kafka.TopicOption;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import io.employeecdc.runtime.registry.RegistryOption;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cdc setup}. */
@Command(
    name = "setup",
    description = "Set up both databases, the topics and the schema; safe to repeat.")
public final class SetupCommand extends OptionsCommand<SetupSettings> {
  @Mixin SourceDatabaseOptions source = new SourceDatabaseOptions();
  @Mixin TargetDatabaseOptions target = new TargetDatabaseOptions();
  @Mixin KafkaOptions kafka = new KafkaOptions();
  @Mixin RegistryOption registry = new RegistryOption();
  @Mixin ContractOption contract = new ContractOption();
  @Mixin TopicOption topic = new TopicOption();
  @Mixin DeadLetterTopicOption deadLetterTopic = new DeadLetterTopicOption();
  @Mixin PositionTopicOption positionTopic = new PositionTopicOption();

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

  @Mixin LockTriesOption lockTries = new LockTriesOption();
  @Mixin RoleOptions roles = new RoleOptions();

  @Override
  protected SetupSettings read(OptionReader options) {
    if (showSql && !dryRun) {
      options.complain("--show-sql", "needs --dry-run");
    }
    Contract table = contract.read(options);
    Names names = table.names();
    return new SetupSettings(
        table,
        source.read(options),
        target.read(options),
        kafka.read(options),
        registry.read(options),
        new SetupSettings.TopicNames(
            topic.read(options, names),
            deadLetterTopic.read(options, names),
            positionTopic.read(options, names)),
        roles.read(),
        createTables,
        alterTables,
        lockTries.read(options),
        options.wholeNumber("--partitions", partitions, 1, 1000),
        options.wholeNumber("--replication-factor", replicationFactor, 0, 9));
  }

  @Override
  protected ExitCode run(SetupSettings settings) throws IOException {
    Setup setup = new Setup(settings, err()::println);
    if (dryRun) {
      setup.plan(showSql, this::say);
      say("dry run", "nothing was changed");
    } else {
      setup.run(this::say);
    }
    return ExitCode.DONE;
  }

  private void say(String part, String what) {
    out().printf("%-9s %s%n", part, what);
  }
}
