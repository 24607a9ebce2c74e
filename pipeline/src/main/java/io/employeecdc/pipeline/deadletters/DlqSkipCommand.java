package io.employeecdc.pipeline.deadletters;

import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.consumer.apply.AppliedOffsets;
import io.employeecdc.consumer.apply.Target;
import io.employeecdc.consumer.deadletter.DeadLetterSettings;
import io.employeecdc.consumer.deadletter.StepOver;
import io.employeecdc.contract.Names;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.pipeline.offsets.StoppedGroup;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.database.TargetDatabaseOptions;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.AdminClients;
import io.employeecdc.runtime.kafka.ContractOption;
import io.employeecdc.runtime.kafka.DeadLetterTopicOption;
import io.employeecdc.runtime.kafka.KafkaFailure;
import io.employeecdc.runtime.kafka.KafkaName;
import io.employeecdc.runtime.kafka.KafkaOptions;
import io.employeecdc.runtime.kafka.TopicCheck;
import io.employeecdc.runtime.kafka.TopicOption;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cdc dlq skip}. */
@Command(
    name = "skip",
    description = {
      "Let the consumers step over records of the topic of changes for which they have no memory"
          + " (CDC-707 names them). Stop the consumers first. All that the group passes becomes dead"
          + " letters: what cannot be read with its place alone, the rest to be replayed.",
      ""
    })
final class DlqSkipCommand extends OptionsCommand<SkipSettings> {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Mixin TargetDatabaseOptions target = new TargetDatabaseOptions();
  @Mixin KafkaOptions kafka = new KafkaOptions();
  @Mixin ContractOption contract = new ContractOption();
  @Mixin TopicOption topic = new TopicOption();
  @Mixin DeadLetterTopicOption deadLetters = new DeadLetterTopicOption();

  @Option(
      names = "--group",
      paramLabel = "NAME",
      description =
          "The consumers' group. Default: follows from the contract, bf_employee_cdc_apply.")
  String group;

  @Parameters(
      index = "0",
      paramLabel = "PARTITION:OFFSET[-OFFSET]",
      converter = OffsetRange.Converter.class,
      description = "Where they are in the topic of changes, as the consumer said.")
  OffsetRange range;

  @Override
  protected SkipSettings read(OptionReader options) {
    Contract table = contract.read(options);
    Names names = table.names();
    return new SkipSettings(
        table,
        target.read(options),
        kafka.read(options),
        topic.read(options, names),
        deadLetters.read(options, names),
        KafkaName.read(options, "--group", group, names.group()),
        range);
  }

  @Override
  protected ExitCode run(SkipSettings settings) {
    TopicCheck.require(settings.kafka(), List.of(settings.topic(), settings.deadLetterTopic()));
    TopicPartition partition = new TopicPartition(settings.topic(), settings.range().partition());
    try (Admin admin = AdminClients.open(settings.kafka(), "skip", LIMIT, 2)) {
      StoppedGroup.require(admin, settings.group());
      long begin = begin(admin, partition, settings);
      DeadLetterSettings letters =
          new DeadLetterSettings(
              settings.kafka(),
              settings.deadLetterTopic(),
              settings.group(),
              settings.group() + "-dlq-skip");
      int written = new StepOver(letters, partition).run(begin, settings.range().last());
      // The target must not seem to lack what was stepped over.
      try (HikariDataSource pool = DataSources.pool(settings.target(), 1, null, null)) {
        new AppliedOffsets(new Target(pool, settings.contract().versions()))
            .set(settings.topic(), partition.partition(), settings.range().last() + 1);
      }
      out()
          .printf(
              "%d dead letters; group %s goes on at offset %d of partition %d%n",
              written, settings.group(), settings.range().last() + 1, partition.partition());
      out().flush();
      return ExitCode.DONE;
    } catch (ExecutionException | KafkaException e) {
      throw KafkaFailure.fatal(settings.kafka(), "stepping over a record", e)
          .orElseGet(() -> new CdcException(ExitCode.UNEXPECTED, e.toString(), e));
    } catch (SQLException e) {
      throw SqlState.fatal(settings.target(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CdcException(ExitCode.UNEXPECTED, "interrupted", e);
    }
  }

  /** The group's offset, if what is to be passed lies at or behind it. */
  private static long begin(Admin admin, TopicPartition partition, SkipSettings settings)
      throws ExecutionException, InterruptedException {
    OffsetAndMetadata committed =
        admin
            .listConsumerGroupOffsets(settings.group())
            .partitionsToOffsetAndMetadata()
            .get()
            .get(partition);
    long begin =
        committed == null ? offset(admin, partition, OffsetSpec.earliest()) : committed.offset();
    long end = offset(admin, partition, OffsetSpec.latest());
    OffsetRange range = settings.range();
    if (range.last() < begin || range.last() >= end) {
      throw new CdcException(
          ExitCode.CONFIGURATION,
          "there is nothing to step over at %s: group '%s' is at offset %d, and the partition ends at %d"
              .formatted(range, settings.group(), begin, end));
    }
    return begin;
  }

  private static long offset(Admin admin, TopicPartition partition, OffsetSpec which)
      throws ExecutionException, InterruptedException {
    return admin.listOffsets(Map.of(partition, which)).partitionResult(partition).get().offset();
  }
}
