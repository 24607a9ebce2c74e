package io.employeecdc.operations.deadletters;

import io.employeecdc.contract.Names;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.contract.table.Key;
import io.employeecdc.runtime.kafka.ContractOption;
import io.employeecdc.runtime.kafka.DeadLetterTopicOption;
import io.employeecdc.runtime.kafka.KafkaName;
import io.employeecdc.runtime.kafka.KafkaOptions;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.kafka.TopicReader;
import io.employeecdc.runtime.options.OptionReader;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

final class DeadLetterTopicOptions {
  @Mixin KafkaOptions kafka = new KafkaOptions();
  @Mixin ContractOption contract = new ContractOption();
  @Mixin DeadLetterTopicOption topic = new DeadLetterTopicOption();

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      description = "How long to wait for transactions that are still open. Default: 5s.")
  String wait = "5s";

  /** Where the letters are, and how long to wait without progress. */
  record Settings(KafkaSettings kafka, Contract contract, String topic, Duration patience) {
    Key key() {
      return contract.table().key();
    }

    TopicReader open() {
      return TopicReader.open(kafka, topic, "dlq", patience);
    }
  }

  Settings read(OptionReader options) {
    Contract table = contract.read(options);
    return new Settings(
        kafka.read(options),
        table,
        topic.read(options, table.names()),
        options.duration("--wait", wait, Duration.ofMillis(1), Duration.ofHours(1)));
  }

  /**
   * The group of the replays; to be mixed into a command. Its environment variable is not {@code
   * CDC_GROUP}, which names the consumer's.
   */
  static final class ReplayGroupOption {
    @Option(
        names = {"--group", "--replay-group"},
        paramLabel = "NAME",
        description =
            "Group of replays, whose offsets say how far they got. Default: what the dead-letter topic"
                + " is called, with _replay at the end in place of _dlq.")
    String group;

    String read(OptionReader options, String deadLetterTopic) {
      return group == null
          ? Names.replayGroup(deadLetterTopic)
          : KafkaName.read(options, "--replay-group", group);
    }
  }
}
