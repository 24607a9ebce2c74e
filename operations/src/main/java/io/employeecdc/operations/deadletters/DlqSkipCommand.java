package io.employeecdc.operations.deadletters;

import io.employeecdc.operations.offsets.ConsumerGroup;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.DeadLetterTopicOption;
import io.employeecdc.runtime.kafka.TopicCheck;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "skip",
    description = {
      "Let the consumers step over records of the topic of changes for which they have no memory"
          + " (CDC-707 names them). Stop the consumers first. All that the group passes becomes dead"
          + " letters: what cannot be read with its place alone, the rest to be replayed.",
      ""
    })
final class DlqSkipCommand extends OptionsCommand<DlqSkipCommand.Settings> {
  @Mixin ConsumerGroup.Options group = new ConsumerGroup.Options();
  @Mixin DeadLetterTopicOption deadLetters = new DeadLetterTopicOption();

  @Parameters(
      index = "0",
      paramLabel = "PARTITION:OFFSET[-OFFSET]",
      description = "Where they are in the topic of changes, as the consumer said.")
  String range;

  record Settings(ConsumerGroup group, String deadLetterTopic, Place range) {}

  @Override
  protected Settings read(OptionReader options) {
    ConsumerGroup consumers = group.read(options);
    return new Settings(
        consumers,
        deadLetters.read(options, consumers.pipeline().contract().names()),
        Place.readSome(options, range));
  }

  @Override
  protected ExitCode run(Settings settings) throws InterruptedException {
    ConsumerGroup group = settings.group();
    TopicCheck.require(group.kafka(), List.of(group.topic(), settings.deadLetterTopic()));
    TopicPartition partition = new TopicPartition(group.topic(), settings.range().partition());
    long next = settings.range().last() + 1;
    group.with(
        "skip",
        "stepping over a record",
        (brokers, applied) -> {
          group.requireStopped(brokers);
          long begin = begin(group.partitions(brokers, applied), settings);
          int written =
              new StepOver(group.kafka(), group.name(), settings.deadLetterTopic(), partition)
                  .run(begin, settings.range().last());
          // The target must not seem to lack what was stepped over.
          applied.set(group.topic(), partition.partition(), next);
          out()
              .printf(
                  "%d dead letters; group %s goes on at offset %d of partition %d%n",
                  written, group.name(), next, partition.partition());
        });
    return ExitCode.DONE;
  }

  /** The group's offset, if what is to be passed lies at or behind it. */
  private static long begin(List<ConsumerGroup.Partition> partitions, Settings settings) {
    Place range = settings.range();
    ConsumerGroup.Partition there =
        partitions.stream()
            .filter(one -> one.number() == range.partition())
            .findFirst()
            .orElseThrow(
                () ->
                    new CdcException(
                        ExitCode.CONFIGURATION,
                        "topic '%s' has no partition %d"
                            .formatted(settings.group().topic(), range.partition())));
    long begin = there.group() == null ? there.start() : there.group();
    if (range.last() < begin || range.last() >= there.end()) {
      throw new CdcException(
          ExitCode.CONFIGURATION,
          "there is nothing to step over at %s: group '%s' is at offset %d, and the partition ends at %d"
              .formatted(range, settings.group().name(), begin, there.end()));
    }
    return begin;
  }
}
