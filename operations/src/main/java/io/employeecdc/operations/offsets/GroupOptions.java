package io.employeecdc.operations.offsets;

import io.employeecdc.contract.Names;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.runtime.database.TargetDatabaseOptions;
import io.employeecdc.runtime.kafka.ContractOption;
import io.employeecdc.runtime.kafka.KafkaName;
import io.employeecdc.runtime.kafka.KafkaOptions;
import io.employeecdc.runtime.kafka.TopicOption;
import io.employeecdc.runtime.options.OptionReader;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

public final class GroupOptions {
  @Mixin TargetDatabaseOptions target = new TargetDatabaseOptions();
  @Mixin KafkaOptions kafka = new KafkaOptions();
  @Mixin ContractOption contract = new ContractOption();
  @Mixin TopicOption topic = new TopicOption();

  @Option(
      names = "--group",
      paramLabel = "NAME",
      description =
          "The consumers' group. Default: follows from the contract, bf_employee_cdc_apply.")
  String group;

  public ConsumerGroup read(OptionReader options) {
    Contract table = contract.read(options);
    Names names = table.names();
    return new ConsumerGroup(
        table,
        target.read(options),
        kafka.read(options),
        topic.read(options, names),
        KafkaName.read(options, "--group", group, names.group()));
  }
}
