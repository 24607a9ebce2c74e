package io.employeecdc.operations.offsets;

import io.employeecdc.operations.offsets.ConsumerGroup.Partition;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.TopicCheck;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "offsets",
    description = {
      "Show how far topic, consumers' group and target are, or move the group to where the target"
          + " is: after the target was restored or exchanged (CDC-709). What comes again is"
          + " recognised. To move, stop the consumers first.",
      ""
    })
public final class OffsetsCommand extends OptionsCommand<ConsumerGroup> {
  private static final String UNPROVEN =
      "What the topic has no more, the target may lack, or have too much. Once all is read, run 'cdc"
          + " verify --repair': until 'cdc verify' says equal, nothing proves that it does not.";
  private static final String LINE = "%9s  %12s  %12s  %12s  %12s%n";

  @Mixin ConsumerGroup.Options group = new ConsumerGroup.Options();
  @ArgGroup Goal goal = new Goal();

  static final class Goal {
    @Option(
        names = "--to-applied",
        description = "Move the group to where the target says that it goes on.")
    boolean toApplied;

    @Option(
        names = "--to-earliest",
        description =
            "Move the group to the first offset that the topic still has, and let the target count"
                + " that as its own beginning: where the topic was made again, or has lost what the"
                + " target needs. Run 'cdc verify' afterwards.")
    boolean toEarliest;
  }

  @Override
  protected ConsumerGroup read(OptionReader options) {
    return group.read(options);
  }

  @Override
  protected ExitCode run(ConsumerGroup group) throws InterruptedException {
    TopicCheck.require(group.kafka(), List.of(group.topic()));
    group.with(
        "offsets",
        "moving a group's offsets",
        (brokers, applied) -> {
          List<Partition> partitions = group.partitions(brokers, applied);
          if (goal.toApplied) {
            requireThere(partitions, group.topic());
            move(brokers, group, partitions, Partition::fromTarget);
          } else if (goal.toEarliest) {
            group.requireStopped(brokers);
            for (Partition one : partitions) {
              applied.set(group.topic(), one.number(), one.start());
            }
            move(brokers, group, partitions, Partition::start);
            out().println(UNPROVEN);
          }
          print(group.partitions(brokers, applied));
        });
    return ExitCode.DONE;
  }

  private static void requireThere(List<Partition> partitions, String topic) {
    for (Partition one : partitions) {
      if (!one.topicHasIt()) {
        throw new CdcException(
            ExitCode.DATA,
            "the target goes on at offset %d of partition %d of %s, which has only %d to %d; nothing was moved. Run 'cdc offsets --to-earliest', then 'cdc verify'"
                .formatted(one.fromTarget(), one.number(), topic, one.start(), one.end()));
      }
    }
  }

  private static void move(
      Admin brokers,
      ConsumerGroup group,
      List<Partition> partitions,
      ToLongFunction<Partition> where)
      throws ExecutionException, InterruptedException {
    group.requireStopped(brokers);
    Map<TopicPartition, OffsetAndMetadata> offsets =
        partitions.stream()
            .collect(
                Collectors.toMap(
                    one -> new TopicPartition(group.topic(), one.number()),
                    one -> new OffsetAndMetadata(where.applyAsLong(one))));
    brokers.alterConsumerGroupOffsets(group.name(), offsets).all().get();
  }

  private void print(List<Partition> partitions) {
    out().printf(LINE, "PARTITION", "LOG START", "LOG END", "GROUP", "APPLIED");
    for (Partition one : partitions) {
      out()
          .printf(
              LINE, one.number(), one.start(), one.end(), show(one.group()), show(one.applied()));
    }
  }

  private static Object show(Long offset) {
    return offset == null ? "-" : offset;
  }
}
