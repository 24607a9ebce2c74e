package io.employeecdc.operations.offsets;

import io.employeecdc.consumer.apply.AppliedOffsets;
import io.employeecdc.consumer.apply.Target;
import io.employeecdc.operations.cluster.Pipeline;
import io.employeecdc.producer.watch.GroupOffsets;
import io.employeecdc.runtime.database.Database;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.database.TargetDatabaseOptions;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.AdminClients;
import io.employeecdc.runtime.kafka.KafkaFailure;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.kafka.TopicEnds;
import io.employeecdc.runtime.options.OptionReader;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import picocli.CommandLine.Mixin;

/** The consumers of a pipeline, and the target that they write. */
public record ConsumerGroup(Pipeline pipeline, DatabaseSettings target) {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Which group; to be mixed into a command. */
  public static final class Options {
    @Mixin TargetDatabaseOptions target = new TargetDatabaseOptions();
    @Mixin Pipeline.Options pipeline = new Pipeline.Options();

    public ConsumerGroup read(OptionReader options) {
      return new ConsumerGroup(pipeline.read(options), target.read(options));
    }
  }

  public KafkaSettings kafka() {
    return pipeline.kafka();
  }

  public String topic() {
    return pipeline.topic();
  }

  public String name() {
    return pipeline.group();
  }

  /**
   * A partition of the topic.
   *
   * @param start the first offset that the topic still has
   * @param end where the next record is written
   * @param group where the group goes on; null if it has not begun
   * @param applied where the target says that it goes on; null if it says nothing
   */
  public record Partition(int number, long start, long end, Long group, Long applied) {
    /** Where the target goes on, as far as the topic has that. */
    long fromTarget() {
      return applied == null ? start : applied;
    }

    boolean topicHasIt() {
      return fromTarget() >= start && fromTarget() <= end;
    }
  }

  public interface Work {
    void run(Admin brokers, AppliedOffsets applied)
        throws ExecutionException, SQLException, InterruptedException;
  }

  /** Works with brokers and target; fails with exit code 3, 4 or 5 if they are not to be had. */
  public void with(String client, String doing, Work work) throws InterruptedException {
    try (Database database = Database.open(target, 1);
        Admin brokers = AdminClients.open(kafka(), client, LIMIT, 2)) {
      try {
        work.run(
            brokers,
            new AppliedOffsets(new Target(database.pool(), pipeline.contract().versions())));
      } catch (SQLException e) {
        throw database.failure(e);
      }
    } catch (ExecutionException | KafkaException e) {
      throw KafkaFailure.end(kafka(), doing, e);
    }
  }

  /** Fails with exit code 8 if it has members; a group that nobody has used is stopped as well. */
  public void requireStopped(Admin brokers) throws ExecutionException, InterruptedException {
    try {
      var described = brokers.describeConsumerGroups(List.of(name())).describedGroups().get(name());
      if (!described.get().members().isEmpty()) {
        throw new CdcException(
            ExitCode.FENCED,
            "consumers of group '%s' are at work; stop them first".formatted(name()));
      }
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof GroupIdNotFoundException)) {
        throw e;
      }
    }
  }

  public List<Partition> partitions(Admin brokers, AppliedOffsets target)
      throws ExecutionException, SQLException, InterruptedException {
    Map<TopicPartition, Long> ends = TopicEnds.of(brokers, topic());
    Map<TopicPartition, Long> begins = TopicEnds.begins(brokers, ends.keySet());
    Map<TopicPartition, Long> committed = GroupOffsets.of(brokers, name());
    Map<Integer, Long> applied = target.read(topic());
    return ends.keySet().stream()
        .map(
            one ->
                new Partition(
                    one.partition(),
                    begins.get(one),
                    ends.get(one),
                    committed.get(one),
                    applied.get(one.partition())))
        .sorted(Comparator.comparingInt(Partition::number))
        .toList();
  }
}
