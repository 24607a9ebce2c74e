package io.employeecdc.pipeline.setup;

import io.employeecdc.contract.Names;
import io.employeecdc.runtime.database.SourceDatabaseOptions;
import io.employeecdc.runtime.database.TargetDatabaseOptions;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.KafkaName;
import io.employeecdc.runtime.kafka.KafkaOptions;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cdc setup}. */
@Command(
    name = "setup",
    description = "Set up both databases, the topics and the schema; safe to repeat.",
    footer = "%nEvery option is also an environment variable: --source-url is CDC_SOURCE_URL.")
public final class SetupCommand extends OptionsCommand<SetupSettings> {
  @Mixin SourceDatabaseOptions source = new SourceDatabaseOptions();
  @Mixin TargetDatabaseOptions target = new TargetDatabaseOptions();
  @Mixin KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--schema-registry-url",
      paramLabel = "URL",
      description = "Schema registry with Confluent's API.")
  String registryUrl;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      description = "Takes the changes. Default: " + Names.TOPIC + ".")
  String topic = Names.TOPIC;

  @Option(
      names = "--dlq-topic",
      paramLabel = "NAME",
      description = "Takes the dead letters. Default: " + Names.DEAD_LETTER_TOPIC + ".")
  String deadLetterTopic = Names.DEAD_LETTER_TOPIC;

  @Option(
      names = "--position-topic",
      paramLabel = "NAME",
      description = "Takes the producer's position. Default: " + Names.POSITION_TOPIC + ".")
  String positionTopic = Names.POSITION_TOPIC;

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

  @Override
  protected SetupSettings read(OptionReader options) {
    return new SetupSettings(
        source.read(options),
        target.read(options),
        kafka.read(options),
        options.httpUrl("--schema-registry-url", registryUrl),
        new SetupSettings.TopicNames(
            options.matching("--topic", topic, KafkaName.PATTERN, KafkaName.ALLOWED),
            options.matching("--dlq-topic", deadLetterTopic, KafkaName.PATTERN, KafkaName.ALLOWED),
            options.matching(
                "--position-topic", positionTopic, KafkaName.PATTERN, KafkaName.ALLOWED)),
        options.wholeNumber("--partitions", partitions, 1, 1000),
        options.wholeNumber("--replication-factor", replicationFactor, 0, 9));
  }

  @Override
  protected ExitCode run(SetupSettings settings) throws IOException {
    new Setup(settings).run((part, what) -> out().printf("%-9s %s%n", part, what));
    return ExitCode.DONE;
  }
}
