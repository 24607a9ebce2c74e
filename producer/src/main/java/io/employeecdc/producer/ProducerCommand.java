package io.employeecdc.producer;

import io.employeecdc.contract.Names;
import io.employeecdc.contract.ReleasedVersions;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.producer.capture.OnChange;
import io.employeecdc.producer.publish.OnTopicChange;
import io.employeecdc.producer.publish.PublishSettings;
import io.employeecdc.runtime.database.SourceDatabaseOptions;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.ContractOption;
import io.employeecdc.runtime.kafka.KafkaName;
import io.employeecdc.runtime.kafka.KafkaOptions;
import io.employeecdc.runtime.kafka.PositionTopicOption;
import io.employeecdc.runtime.kafka.TopicOption;
import io.employeecdc.runtime.logging.LogOption;
import io.employeecdc.runtime.management.ManagementOption;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import io.employeecdc.runtime.options.VersionOption;
import io.employeecdc.runtime.registry.RegistryOption;
import io.employeecdc.runtime.registry.RegistryTimeoutOption;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The producer's options. */
@Command(
    name = "producer",
    versionProvider = VersionOption.Text.class,
    description = "Publish every change of the source's table, exactly once.")
public final class ProducerCommand extends OptionsCommand<ProducerSettings> {
  @Mixin VersionOption version = new VersionOption();
  @Mixin SourceDatabaseOptions source = new SourceDatabaseOptions();
  @Mixin KafkaOptions kafka = new KafkaOptions();
  @Mixin RegistryOption registry = new RegistryOption();
  @Mixin RegistryTimeoutOption registryTimeout = new RegistryTimeoutOption();
  @Mixin ContractOption contract = new ContractOption();
  @Mixin TopicOption topic = new TopicOption();
  @Mixin PositionTopicOption positionTopic = new PositionTopicOption();
  @Mixin ManagementOption management = new ManagementOption();
  @Mixin LogOption log = new LogOption();

  @Option(
      names = "--producer-id",
      paramLabel = "NAME",
      description =
          "Names this producer across restarts; a second one with the same id takes over. Default:"
              + " follows from the contract, employee-cdc.")
  String producerId;

  @Option(
      names = "--group",
      paramLabel = "NAME",
      description =
          "Consumer group whose progress the producer shows as a metric, for when no consumer is"
              + " there to show it. Default: follows from the contract, bf_employee_cdc_apply.")
  String group;

  @Option(
      names = "--schema-version",
      paramLabel = "N",
      description =
          "Released version of the schema to write; an older one while the newest is not to be"
              + " written yet, or no longer. Default: the newest.")
  String schemaVersion;

  @Option(
      names = "--chunk-size",
      paramLabel = "N",
      description = "Commit a Kafka transaction once it holds so many changes. Default: 200000.")
  String chunkSize = "200000";

  @Option(
      names = "--poll-interval",
      paramLabel = "TIME",
      description =
          "Longest wait between two looks, each a transaction, at a source where nothing changes;"
              + " reached when nothing has for a hundred times as long. Default: 200ms.")
  String pollInterval = "200ms";

  @Option(
      names = "--on-source-change",
      paramLabel = "stop|continue",
      description =
          "When the source was promoted, restored or upgraded: stop, for it may lack changes that"
              + " are published, or continue, where somebody sees to it that it lacks none."
              + " Default: ${DEFAULT-VALUE}.")
  String onSourceChange = "stop";

  @Option(
      names = "--on-topic-change",
      paramLabel = "stop|continue|mirrored",
      description =
          "When the topic was made again or has more partitions: stop, for it may lack what is"
              + " published, or continue, where somebody sees to it that it lacks nothing; mirrored,"
              + " where a mirror of the topic takes over: go on from where that is known to be."
              + " Default: ${DEFAULT-VALUE}.")
  String onTopicChange = "stop";

  @Option(
      names = "--retention",
      paramLabel = "TIME",
      description = "How long published rows stay in the capture table. Default: 24h.")
  String retention = "24h";

  @Override
  protected ProducerSettings read(OptionReader options) {
    log.apply(options);
    Contract table = contract.read(options);
    Names names = table.names();
    return new ProducerSettings(
        source.read(options),
        new PublishSettings(
            kafka.read(options),
            topic.read(options, names),
            positionTopic.read(options, names),
            KafkaName.read(options, "--producer-id", producerId, names.producerId()),
            options.choice("--on-topic-change", onTopicChange, OnTopicChange.class)),
        KafkaName.read(options, "--group", group, names.group()),
        registry.read(options),
        registryTimeout.read(options),
        writable(options, table.released()),
        options.wholeNumber("--chunk-size", chunkSize, 1, 1_000_000),
        options.duration(
            "--poll-interval", pollInterval, Duration.ofMillis(1), Duration.ofMinutes(1)),
        options.choice("--on-source-change", onSourceChange, OnChange.class),
        options.duration("--retention", retention, Duration.ofSeconds(1), Duration.ofDays(3650)),
        management.read(options));
  }

  @Override
  protected ExitCode run(ProducerSettings settings) throws Exception {
    return ProducerService.run(settings);
  }

  private ReleasedVersions writable(OptionReader options, ReleasedVersions released) {
    if (schemaVersion == null) {
      return released;
    }
    int newest = released.newest().number();
    return released.upTo(options.wholeNumber("--schema-version", schemaVersion, 1, newest));
  }
}
