package io.employeecdc.runtime.kafka;

import io.employeecdc.contract.Names;
import io.employeecdc.runtime.options.OptionReader;
import picocli.CommandLine.Option;

/** The topic of the changes; to be mixed into a command. */
public final class TopicOption {
  private static final String NAME = "--topic";

  @Option(
      names = NAME,
      paramLabel = "NAME",
      description = "Topic of the changes. Default: follows from the contract, bf_employee_cdc.")
  String topic;

  public String read(OptionReader options, Names names) {
    return KafkaName.read(options, NAME, topic, names.topic());
  }
}
