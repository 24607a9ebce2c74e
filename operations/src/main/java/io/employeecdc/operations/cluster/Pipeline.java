package io.employeecdc.operations.cluster;

import io.employeecdc.contract.Names;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.runtime.kafka.ContractOption;
import io.employeecdc.runtime.kafka.KafkaName;
import io.employeecdc.runtime.kafka.KafkaOptions;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.kafka.TopicOption;
import io.employeecdc.runtime.options.OptionReader;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The topic of changes of a contract, and the group of consumers that reads it. */
public record Pipeline(KafkaSettings kafka, Contract contract, String topic, String group) {
  /** Which one; to be mixed into a command. */
  public static final class Options {
    @Mixin KafkaOptions kafka = new KafkaOptions();
    @Mixin ContractOption contract = new ContractOption();
    @Mixin TopicOption topic = new TopicOption();

    @Option(
        names = "--group",
        paramLabel = "NAME",
        description =
            "Group of the consumers. Default: follows from the contract, bf_employee_cdc_apply.")
    String group;

    /** For who needs no brokers. */
    public Contract contract(OptionReader options) {
      return contract.read(options);
    }

    public Pipeline read(OptionReader options) {
      Contract table = contract.read(options);
      Names names = table.names();
      return new Pipeline(
          kafka.read(options),
          table,
          topic.read(options, names),
          KafkaName.read(options, "--group", group, names.group()));
    }
  }
}
