package io.employeecdc.runtime.kafka;

import io.employeecdc.contract.Names;
import io.employeecdc.runtime.options.OptionReader;
import picocli.CommandLine.Option;

/** The topic of the producer's position; to be mixed into a command. */
public final class PositionTopicOption {
  private static final String NAME = "--position-topic";

  @Option(
      names = NAME,
      paramLabel = "NAME",
      description =
          "Topic of the producer's position. Default: follows from the contract, bf_employee_cdc_positions.")
  String topic;

  public String read(OptionReader options, Names names) {
    return KafkaName.read(options, NAME, topic, names.positionTopic());
  }
}
