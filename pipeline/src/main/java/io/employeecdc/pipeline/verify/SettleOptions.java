package io.employeecdc.pipeline.verify;

import io.employeecdc.contract.Names;
import io.employeecdc.pipeline.verify.settle.SettleSettings;
import io.employeecdc.runtime.kafka.KafkaName;
import io.employeecdc.runtime.kafka.KafkaOptions;
import io.employeecdc.runtime.kafka.PositionTopicOption;
import io.employeecdc.runtime.kafka.TopicOption;
import io.employeecdc.runtime.options.OptionReader;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a verification learns which changes are on their way; to be mixed into a command. */
final class SettleOptions {
  @Mixin KafkaOptions kafka = new KafkaOptions();
  @Mixin TopicOption topic = new TopicOption();
  @Mixin PositionTopicOption positionTopic = new PositionTopicOption();

  @Option(
      names = "--settle",
      paramLabel = "TIME",
      description =
          "How long to wait at most until keys that differ at first sight have settled. 0 compares"
              + " once and needs no Kafka; a change on its way is then a difference. Default: 30s.")
  String settle = "30s";

  @Option(
      names = "--producer-id",
      paramLabel = "NAME",
      description =
          "The producer whose position is waited for. Default: follows from the contract,"
              + " employee-cdc.")
  String producerId;

  @Option(
      names = "--group",
      paramLabel = "NAME",
      description =
          "The consumers' group, whose offsets are waited for. Default: follows from the contract,"
              + " bf_employee_cdc_apply.")
  String group;

  /** Empty if nothing is to be waited for. */
  Optional<SettleSettings> read(OptionReader options, Names names) {
    Duration limit =
        settle.equals("0")
            ? Duration.ZERO
            : options.duration("--settle", settle, Duration.ZERO, Duration.ofHours(1));
    if (limit.isZero()) {
      return Optional.empty();
    }
    return Optional.of(
        new SettleSettings(
            kafka.read(options),
            topic.read(options, names),
            positionTopic.read(options, names),
            KafkaName.read(options, "--producer-id", producerId, names.producerId()),
            KafkaName.read(options, "--group", group, names.group()),
            limit));
  }
}
