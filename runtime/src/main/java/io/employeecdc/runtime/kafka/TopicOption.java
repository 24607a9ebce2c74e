package io.employeecdc.runtime.kafka;

import io.employeecdc.runtime.options.OptionReader;
import picocli.CommandLine.Option;

/** The topic of the changes; to be mixed into a command. */
public final class TopicOption {
  private static final String NAME = "--topic";

  @Option(
      names = NAME,
      paramLabel = "NAME",
      description = "Topic of the changes. Default: ${DEFAULT-VALUE}.")
  String topic;

  /**
   * The option.
   *
   * @param standard the name where none is given
   */
  public TopicOption(String standard) {
    this.topic = standard;
  }

  /** The topic's name. */
  public String read(OptionReader options) {
    return KafkaName.read(options, NAME, topic);
  }
}
