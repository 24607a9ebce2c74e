package io.employeecdc.pipeline.deadletters;

import io.employeecdc.contract.Names;
import io.employeecdc.runtime.kafka.DeadLetterTopicOption;
import io.employeecdc.runtime.kafka.KafkaOptions;
import io.employeecdc.runtime.options.OptionReader;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every look at the dead-letter topic; to be mixed into a command. */
final class DeadLetterTopicOptions {
  @Mixin KafkaOptions kafka = new KafkaOptions();
  @Mixin DeadLetterTopicOption topic = new DeadLetterTopicOption(Names.DEAD_LETTER_TOPIC);

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      description = "How long to wait for transactions that are still open. Default: 5s.")
  String wait = "5s";

  DeadLetterTopicSettings read(OptionReader options) {
    return new DeadLetterTopicSettings(
        kafka.read(options),
        topic.read(options),
        options.duration("--wait", wait, Duration.ofMillis(1), Duration.ofHours(1)));
  }
}
