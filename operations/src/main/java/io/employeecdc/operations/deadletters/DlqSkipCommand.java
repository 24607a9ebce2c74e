package io.employeecdc.operations.deadletters;

import io.employeecdc.operations.offsets.ConsumerGroup;
import io.employeecdc.operations.offsets.GroupOptions;
import io.employeecdc.operations.offsets.PartitionOffsets;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.DeadLetterTopicOption;
import io.employeecdc.runtime.kafka.TopicCheck;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "skip",
    description = {
      "Let the consumers step over records of the topic of changes for which they have no memory"
          + " (CDC-707 names them). Stop the consumers first. All that the group passes becomes dead"
          + " letters: what cannot be read with its place alone, the rest to be replayed.",
      ""
    })
final class DlqSkipCommand extends OptionsCommand<DlqSkipCommand.Settings> {
  @Mixin GroupOptions group = new GroupOptions();
  @Mixin DeadLetterTopicOption deadLetters = new DeadLetterTopicOption();

  @Parameters(
      index = "0",
      paramLabel = "PARTITION:OFFSET[-OFFSET]",
      converter = RangeConverter.class,
      description = "Where they are in the topic of changes, as the consumer said.")
  Range range;

  record Settings(ConsumerGroup group, String deadLetterTopic, Range range) {}

  record Range(int partition, long first, long last) {
    @Override
    public String toString() {
      return partition + ":" + first + (first == last ? "" : "-" + last);
    }
  }

  /** Reads {@code 0:12} or {@code 0:12-14}. */
  static final class RangeConverter implements ITypeConverter<Range> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}):(\\d{1,18})(?:-(\\d{1,18}))?");

    @Override
    public Range convert(String text) {
      Matcher form = FORM.matcher(text);
      if (!form.matches()) {
        throw new TypeConversionException(
            "'" + text + "' is not PARTITION:OFFSET or PARTITION:OFFSET-OFFSET such as 0:12-14");
      }
      long first = Long.parseLong(form.group(2));
      long last = form.group(3) == null ? first : Long.parseLong(form.group(3));
      if (last < first) {
        throw new TypeConversionException("'" + text + "' ends before it begins");
      }
      return new Range(Integer.parseInt(form.group(1)), first, last);
    }
  }

  @Override
  protected Settings read(OptionReader options) {
    ConsumerGroup consumers = group.read(options);
    return new Settings(consumers, deadLetters.read(options, consumers.contract().names()), range);
  }

  @Override
  protected ExitCode run(Settings settings) {
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
  private static long begin(List<PartitionOffsets> partitions, Settings settings) {
    Range range = settings.range();
    PartitionOffsets there =
        partitions.stream()
            .filter(one -> one.partition() == range.partition())
            .findFirst()
            .orElseThrow(
                () ->
                    new CdcException(
                        ExitCode.CONFIGURATION,
                        "topic '%s' has no partition %d"
                            .formatted(settings.group().topic(), range.partition())));
    long begin = there.group().orElse(there.start());
    if (range.last() < begin || range.last() >= there.end()) {
      throw new CdcException(
          ExitCode.CONFIGURATION,
          "there is nothing to step over at %s: group '%s' is at offset %d, and the partition ends at %d"
              .formatted(range, settings.group().name(), begin, there.end()));
    }
    return begin;
  }
}
