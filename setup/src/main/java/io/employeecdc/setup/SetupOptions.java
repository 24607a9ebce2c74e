package io.employeecdc.setup;

import io.employeecdc.contract.Names;
import io.employeecdc.runtime.database.SourceDatabaseOptions;
import io.employeecdc.runtime.database.TargetDatabaseOptions;
import io.employeecdc.runtime.kafka.DeadLetterTopicOption;
import io.employeecdc.runtime.kafka.KafkaOptions;
import io.employeecdc.runtime.kafka.PositionTopicOption;
import io.employeecdc.runtime.kafka.TopicOption;
import io.employeecdc.runtime.options.OptionReader;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where it is set up, and for whom; to be mixed into what sets up and what takes that back. */
final class SetupOptions {
  @Mixin SourceDatabaseOptions source = new SourceDatabaseOptions();
  @Mixin TargetDatabaseOptions target = new TargetDatabaseOptions();
  @Mixin KafkaOptions kafka = new KafkaOptions();
  @Mixin TopicOption topic = new TopicOption();
  @Mixin DeadLetterTopicOption deadLetterTopic = new DeadLetterTopicOption();
  @Mixin PositionTopicOption positionTopic = new PositionTopicOption();

  @Option(
      names = "--producer-role",
      paramLabel = "NAME",
      description =
          "Role of the source that the producer connects as; is given what it needs and no more."
              + " The role has to be there.")
  String producer;

  @Option(
      names = "--consumer-role",
      paramLabel = "NAME",
      description = "The same for the consumer, and for 'dlq replay', in the target.")
  String consumer;

  @Option(
      names = "--verify-role",
      paramLabel = "NAME",
      description = "The same for 'verify' without --repair, in both.")
  String verify;

  @Option(
      names = "--lock-tries",
      paramLabel = "N",
      description =
          "Wait this often for a lock on a table, half a second each time and two seconds apart, so"
              + " that no writer waits longer; then give up. Default:"
              + " ${DEFAULT-VALUE}.")
  String lockTries = String.valueOf(SetupSettings.LOCK_TRIES);

  SetupSettings.Roles roles() {
    return new SetupSettings.Roles(producer, consumer, verify);
  }

  int lockTries(OptionReader options) {
    return options.wholeNumber("--lock-tries", lockTries, 1, 100_000);
  }

  SetupSettings.TopicNames topics(OptionReader options, Names names) {
    return new SetupSettings.TopicNames(
        topic.read(options, names),
        deadLetterTopic.read(options, names),
        positionTopic.read(options, names));
  }
}
