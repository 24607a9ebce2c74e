package io.employeecdc.operations.offsets;

import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.consumer.apply.AppliedOffsets;
import io.employeecdc.consumer.apply.Target;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.AdminClients;
import io.employeecdc.runtime.kafka.KafkaFailure;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.kafka.TopicEnds;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

public record ConsumerGroup(
    Contract contract, DatabaseSettings target, KafkaSettings kafka, String topic, String name) {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  public interface Work {
    void run(Admin brokers, AppliedOffsets applied)
        throws ExecutionException, SQLException, InterruptedException;
  }

  /** Works with brokers and target; fails with exit code 3, 4 or 5 if they are not to be had. */
  public void with(String client, String doing, Work work) {
    DataSources.check(target);
    try (HikariDataSource pool = DataSources.pool(target, 1, null, null);
        Admin brokers = AdminClients.open(kafka, client, LIMIT, 2)) {
      work.run(brokers, new AppliedOffsets(new Target(pool, contract.versions())));
    } catch (ExecutionException | KafkaException e) {
      throw KafkaFailure.end(kafka, doing, e);
    } catch (SQLException e) {
      throw SqlState.fatal(target, DataSources.rootCause(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CdcException(ExitCode.UNEXPECTED, "interrupted", e);
    }
  }

  /** Fails with exit code 8 if it has members; a group that nobody has used is stopped as well. */
  public void requireStopped(Admin brokers) throws ExecutionException, InterruptedException {
    try {
      var described = brokers.describeConsumerGroups(List.of(name)).describedGroups().get(name);
      if (!described.get().members().isEmpty()) {
        throw new CdcException(
            ExitCode.FENCED,
            "consumers of group '%s' are at work; stop them first".formatted(name));
      }
    } catch (ExecutionException e) {
      requireUnknown(e);
    }
  }

  public List<PartitionOffsets> partitions(Admin brokers, AppliedOffsets target)
      throws ExecutionException, SQLException, InterruptedException {
    Map<TopicPartition, Long> ends = TopicEnds.of(brokers, topic);
    Map<TopicPartition, OffsetSpec> question = new HashMap<>();
    ends.keySet().forEach(partition -> question.put(partition, OffsetSpec.earliest()));
    var starts = brokers.listOffsets(question);
    Map<TopicPartition, OffsetAndMetadata> committed = committed(brokers);
    Map<Integer, Long> applied = target.read(topic);
    List<PartitionOffsets> all = new ArrayList<>();
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      TopicPartition partition = end.getKey();
      OffsetAndMetadata found = committed.get(partition);
      Long known = applied.get(partition.partition());
      all.add(
          new PartitionOffsets(
              partition.partition(),
              starts.partitionResult(partition).get().offset(),
              end.getValue(),
              found == null ? OptionalLong.empty() : OptionalLong.of(found.offset()),
              known == null ? OptionalLong.empty() : OptionalLong.of(known)));
    }
    all.sort(Comparator.comparingInt(PartitionOffsets::partition));
    return all;
  }

  private Map<TopicPartition, OffsetAndMetadata> committed(Admin brokers)
      throws ExecutionException, InterruptedException {
    try {
      return brokers.listConsumerGroupOffsets(name).partitionsToOffsetAndMetadata().get();
    } catch (ExecutionException e) {
      requireUnknown(e);
      return Map.of();
    }
  }

  private static void requireUnknown(ExecutionException e) throws ExecutionException {
    if (!(e.getCause() instanceof GroupIdNotFoundException)) {
      throw e;
    }
  }
}
