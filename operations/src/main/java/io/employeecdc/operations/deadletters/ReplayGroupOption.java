package io.employeecdc.operations.deadletters;

import io.employeecdc.contract.Names;
import io.employeecdc.runtime.kafka.KafkaName;
import io.employeecdc.runtime.options.OptionReader;
import picocli.CommandLine.Option;

/**
 * The group of the replays; to be mixed into a command. Its environment variable is not {@code
 * CDC_GROUP}, which names the consumer's.
 */
final class ReplayGroupOption {
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
