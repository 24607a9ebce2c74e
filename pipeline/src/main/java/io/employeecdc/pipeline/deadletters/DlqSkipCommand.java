package io.employeecdc.pipeline.deadletters;

import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.consumer.apply.AppliedOffsets;
import io.employeecdc.consumer.apply.Target;
import io.employeecdc.consumer.deadletter.DeadLetterSettings;
import io.employeecdc.consumer.deadletter.StepOver;
import io.employeecdc.contract.Names;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.pipeline.offsets.PartitionOffsets;
import io.employeecdc.pipeline.offsets.StoppedGroup;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.DatabaseSettings;
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
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.kafka.TopicCheck;
import io.employeecdc.runtime.kafka.TopicOption;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code cdc dlq skip}. */
@Command(
    name = "skip",
    description = {
      "Let the consumers step over records of the topic of changes for which they have no memory"
          + " (CDC-707 names them). Stop the consumers first. All that the group passes becomes dead"
          + " letters: what cannot be read with its place alone, the rest to be replayed.",
      ""
    })
final class DlqSkipCommand extends OptionsCommand<DlqSkipCommand.Settings> {
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
      converter = RangeConverter.class,
      description = "Where they are in the topic of changes, as the consumer said.")
  Range range;

  /** What is to be stepped over. */
  record Settings(
      Contract contract,
      DatabaseSettings target,
      KafkaSettings kafka,
      String topic,
      String deadLetterTopic,
      String group,
      Range range) {}

  /** Some offsets of a partition, with the last. */
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
    Contract table = contract.read(options);
    Names names = table.names();
    return new Settings(
        table,
        target.read(options),
        kafka.read(options),
        topic.read(options, names),
        deadLetters.read(options, names),
        KafkaName.read(options, "--group", group, names.group()),
        range);
  }

  @Override
  protected ExitCode run(Settings settings) {
    TopicCheck.require(settings.kafka(), List.of(settings.topic(), settings.deadLetterTopic()));
    TopicPartition partition = new TopicPartition(settings.topic(), settings.range().partition());
    long next = settings.range().last() + 1;
    try (Admin admin = AdminClients.open(settings.kafka(), "skip", LIMIT, 2)) {
      StoppedGroup.require(admin, settings.group());
      long begin = begin(admin, settings);
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
            .set(settings.topic(), partition.partition(), next);
      }
      out()
          .printf(
              "%d dead letters; group %s goes on at offset %d of partition %d%n",
              written, settings.group(), next, partition.partition());
      return ExitCode.DONE;
    } catch (ExecutionException | KafkaException e) {
      throw KafkaFailure.end(settings.kafka(), "stepping over a record", e);
    } catch (SQLException e) {
      throw SqlState.fatal(settings.target(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CdcException(ExitCode.UNEXPECTED, "interrupted", e);
    }
  }

  /** The group's offset, if what is to be passed lies at or behind it. */
  private static long begin(Admin admin, Settings settings)
      throws ExecutionException, InterruptedException {
    Range range = settings.range();
    PartitionOffsets there =
        PartitionOffsets.read(admin, settings.topic(), settings.group(), Map.of()).stream()
            .filter(one -> one.partition() == range.partition())
            .findFirst()
            .orElseThrow(
                () ->
                    new CdcException(
                        ExitCode.CONFIGURATION,
                        "topic '%s' has no partition %d"
                            .formatted(settings.topic(), range.partition())));
    long begin = there.group().orElse(there.start());
    if (range.last() < begin || range.last() >= there.end()) {
      throw new CdcException(
          ExitCode.CONFIGURATION,
          "there is nothing to step over at %s: group '%s' is at offset %d, and the partition ends at %d"
              .formatted(range, settings.group(), begin, there.end()));
    }
    return begin;
  }
}
