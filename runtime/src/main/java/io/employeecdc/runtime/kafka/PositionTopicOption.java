package io.employeecdc.runtime.kafka;

import io.employeecdc.runtime.options.OptionReader;
import picocli.CommandLine.Option;

/** The topic of the producer's position; to be mixed into a command. */
public final class PositionTopicOption {
  private static final String NAME = "--position-topic";

  @Option(
      names = NAME,
      paramLabel = "NAME",
      description = "Topic of the producer's position. Default: ${DEFAULT-VALUE}.")
  String topic;

  /**
   * The option.
   *
   * @param standard the name where none is given
   */
  public PositionTopicOption(String standard) {
    this.topic = standard;
  }

  /** The topic's name. */
  public String read(OptionReader options) {
    return KafkaName.read(options, NAME, topic);
  }
}
