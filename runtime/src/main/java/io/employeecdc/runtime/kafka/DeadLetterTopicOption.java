package io.employeecdc.runtime.kafka;

import io.employeecdc.contract.Names;
import io.employeecdc.runtime.options.OptionReader;
import picocli.CommandLine.Option;

/** The topic of the dead letters; to be mixed into a command. */
public final class DeadLetterTopicOption {
  private static final String NAME = "--dlq-topic";

  @Option(
      names = NAME,
      paramLabel = "NAME",
      description =
          "Topic of the records that cannot be applied. Default: follows from the contract, bf_employee_cdc_dlq.")
  String topic;

  public String read(OptionReader options, Names names) {
    return KafkaName.read(options, NAME, topic, names.deadLetterTopic());
  }
}
