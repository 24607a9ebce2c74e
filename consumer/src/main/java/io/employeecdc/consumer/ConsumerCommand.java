package io.employeecdc.consumer;

import io.employeecdc.consumer.loop.OnOutage;
import io.employeecdc.contract.Names;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.runtime.database.TargetDatabaseOptions;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.ContractOption;
import io.employeecdc.runtime.kafka.DeadLetterTopicOption;
import io.employeecdc.runtime.kafka.KafkaName;
import io.employeecdc.runtime.kafka.KafkaOptions;
import io.employeecdc.runtime.kafka.TopicOption;
import io.employeecdc.runtime.logging.LogOption;
import io.employeecdc.runtime.management.ManagementOption;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import io.employeecdc.runtime.options.VersionOption;
import io.employeecdc.runtime.registry.RegistryOption;
import io.employeecdc.runtime.registry.RegistryTimeoutOption;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cdc consumer}: applies the topic's changes to the target until it is told to stop. */
@Command(
    name = "consumer",
    versionProvider = VersionOption.Text.class,
    description = "Applies the changes of the topic to the target database, each once.")
public final class ConsumerCommand extends OptionsCommand<ConsumerSettings> {
  @Mixin VersionOption version = new VersionOption();
  @Mixin TargetDatabaseOptions target = new TargetDatabaseOptions();
  @Mixin KafkaOptions kafka = new KafkaOptions();
  @Mixin RegistryOption registry = new RegistryOption();
  @Mixin RegistryTimeoutOption registryTimeout = new RegistryTimeoutOption();
  @Mixin ContractOption contract = new ContractOption();
  @Mixin TopicOption topic = new TopicOption();
  @Mixin DeadLetterTopicOption deadLetterTopic = new DeadLetterTopicOption();
  @Mixin DeadLetterLimitOption deadLetterLimit = new DeadLetterLimitOption();
  @Mixin ManagementOption management = new ManagementOption();
  @Mixin LogOption log = new LogOption();

  @Option(
      names = "--group",
      paramLabel = "NAME",
      description =
          "Consumer group, whose offsets are kept. Default: follows from the contract,"
              + " bf_employee_cdc_apply.")
  String group;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads, each with a consumer and a database connection; more than the topic has"
              + " partitions are of no use. 1 to 64. Default: ${DEFAULT-VALUE}.")
  String threads = "2";

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description =
          "Changes per database transaction at most. 1 to 100000. Default: ${DEFAULT-VALUE}.")
  String batchSize = "10000";

  @Option(
      names = "--on-outage",
      paramLabel = "pause|dlq",
      description =
          "While the target is out of reach: wait (pause), or after three tries put changes into"
              + " the dead-letter topic (dlq). Default: ${DEFAULT-VALUE}.")
  String onOutage = "pause";

  @Option(
      names = "--park-for",
      paramLabel = "TIME",
      description =
          "How long a change that needs another row (a unique value that is still held, a parent"
              + " that is missing) waits at least before it can become a dead letter; up to twice as"
              + " long, as all that wait are judged together, and anew when what is in its way"
              + " changes. Longer than the largest transaction of the source takes to be published."
              + " 1s to 1d. Default: ${DEFAULT-VALUE}.")
  String parkFor = "1m";

  @Option(
      names = "--max-parked",
      paramLabel = "N",
      description =
          "Stop with exit code 7 when more changes wait than this. 1 to 1000000000. Default:"
              + " ${DEFAULT-VALUE}.")
  String maxParked = "20000000";

  @Option(
      names = "--ledger-retention",
      paramLabel = "TIME",
      description =
          "How long it is remembered which changes have been through. One that comes again later"
              + " still changes nothing; it counts as superseded instead of duplicate. Default:"
              + " ${DEFAULT-VALUE}.")
  String ledgerRetention = "30d";

  @Override
  protected ConsumerSettings read(OptionReader options) {
    log.apply(options);
    Contract table = contract.read(options);
    Names names = table.names();
    return new ConsumerSettings(
        table,
        target.read(options),
        kafka.read(options),
        registry.read(options),
        topic.read(options, names),
        deadLetterTopic.read(options, names),
        KafkaName.read(options, "--group", group, names.group()),
        options.wholeNumber("--threads", threads, 1, 64),
        options.wholeNumber("--batch-size", batchSize, 1, 100_000),
        options.choice("--on-outage", onOutage, OnOutage.class),
        deadLetterLimit.read(options),
        registryTimeout.read(options),
        options.duration("--park-for", parkFor, Duration.ofSeconds(1), Duration.ofDays(1)),
        options.wholeNumber("--max-parked", maxParked, 1, 1_000_000_000),
        options.duration(
            "--ledger-retention", ledgerRetention, Duration.ofSeconds(1), Duration.ofDays(3650)),
        management.read(options));
  }

  @Override
  protected ExitCode run(ConsumerSettings settings) throws IOException {
    return ConsumerMain.run(settings);
  }
}
