package io.employeecdc.runtime.kafka;

import io.employeecdc.runtime.options.OptionReader;
import picocli.CommandLine.Option;

/** The topic of the dead letters; to be mixed into a command. */
public final class DeadLetterTopicOption {
  private static final String NAME = "--dlq-topic";

  @Option(
      names = NAME,
      paramLabel = "NAME",
      description = "Topic of the records that cannot be applied. Default: ${DEFAULT-VALUE}.")
  String topic;

  /**
   * The option.
   *
   * @param standard the name where none is given
   */
  public DeadLetterTopicOption(String standard) {
    this.topic = standard;
  }

  /** The topic's name. */
  public String read(OptionReader options) {
    return KafkaName.read(options, NAME, topic);
  }
}
