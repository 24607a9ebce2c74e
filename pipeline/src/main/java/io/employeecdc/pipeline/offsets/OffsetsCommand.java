package io.employeecdc.pipeline.offsets;

import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.consumer.apply.AppliedOffsets;
import io.employeecdc.consumer.apply.Target;
import io.employeecdc.contract.Names;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.database.TargetDatabaseOptions;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.AdminClients;
import io.employeecdc.runtime.kafka.ContractOption;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cdc offsets}. */
@Command(
    name = "offsets",
    description = {
      "Show how far topic, consumers' group and target are, or move the group to where the target"
          + " is: after the target was restored or exchanged (CDC-709). What comes again is"
          + " recognised. To move, stop the consumers first.",
      ""
    })
public final class OffsetsCommand extends OptionsCommand<OffsetsCommand.Settings> {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String LINE = "%9s  %12s  %12s  %12s  %12s%n";

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

  @ArgGroup Goal goal = new Goal();

  /** Where to. */
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

  /** What to look at, and what to do. */
  record Settings(
      Contract contract,
      DatabaseSettings target,
      KafkaSettings kafka,
      String topic,
      String group,
      boolean toApplied,
      boolean toEarliest) {}

  @Override
  protected Settings read(OptionReader options) {
    Contract table = contract.read(options);
    Names names = table.names();
    return new Settings(
        table,
        target.read(options),
        kafka.read(options),
        topic.read(options, names),
        KafkaName.read(options, "--group", group, names.group()),
        goal.toApplied,
        goal.toEarliest);
  }

  @Override
  protected ExitCode run(Settings settings) {
    TopicCheck.require(settings.kafka(), List.of(settings.topic()));
    DataSources.check(settings.target());
    try (HikariDataSource pool = DataSources.pool(settings.target(), 1, null, null);
        Admin admin = AdminClients.open(settings.kafka(), "offsets", LIMIT, 2)) {
      AppliedOffsets applied = new AppliedOffsets(new Target(pool, settings.contract().versions()));
      List<PartitionOffsets> partitions = read(admin, settings, applied);
      if (settings.toApplied()) {
        requireThere(partitions, settings);
        move(admin, settings, partitions, PartitionOffsets::fromTarget);
      } else if (settings.toEarliest()) {
        StoppedGroup.require(admin, settings.group());
        for (PartitionOffsets one : partitions) {
          applied.set(settings.topic(), one.partition(), one.start());
        }
        move(admin, settings, partitions, PartitionOffsets::start);
      }
      print(read(admin, settings, applied));
      return ExitCode.DONE;
    } catch (ExecutionException | KafkaException e) {
      throw KafkaFailure.fatal(settings.kafka(), "moving a group's offsets", e)
          .orElseGet(() -> new CdcException(ExitCode.UNEXPECTED, e.toString(), e));
    } catch (SQLException e) {
      throw SqlState.fatal(settings.target(), DataSources.rootCause(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CdcException(ExitCode.UNEXPECTED, "interrupted", e);
    }
  }

  private static List<PartitionOffsets> read(Admin admin, Settings settings, AppliedOffsets applied)
      throws SQLException, ExecutionException, InterruptedException {
    return PartitionOffsets.read(
        admin, settings.topic(), settings.group(), applied.read(settings.topic()));
  }

  private static void requireThere(List<PartitionOffsets> partitions, Settings settings) {
    for (PartitionOffsets one : partitions) {
      if (!one.topicHasIt()) {
        throw new CdcException(
            ExitCode.DATA,
            "the target goes on at offset %d of partition %d of %s, which has only %d to %d; nothing was moved. Run 'cdc offsets --to-earliest', then 'cdc verify'"
                .formatted(
                    one.fromTarget(), one.partition(), settings.topic(), one.start(), one.end()));
      }
    }
  }

  private static void move(
      Admin admin,
      Settings settings,
      List<PartitionOffsets> partitions,
      ToLongFunction<PartitionOffsets> where)
      throws ExecutionException, InterruptedException {
    StoppedGroup.require(admin, settings.group());
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (PartitionOffsets one : partitions) {
      offsets.put(
          new TopicPartition(settings.topic(), one.partition()),
          new OffsetAndMetadata(where.applyAsLong(one)));
    }
    admin.alterConsumerGroupOffsets(settings.group(), offsets).all().get();
  }

  private void print(List<PartitionOffsets> partitions) {
    out().printf(LINE, "PARTITION", "LOG START", "LOG END", "GROUP", "APPLIED");
    for (PartitionOffsets one : partitions) {
      out()
          .printf(
              LINE,
              one.partition(),
              one.start(),
              one.end(),
              show(one.group()),
              show(one.applied()));
    }
    out().flush();
  }

  private static String show(OptionalLong offset) {
    return offset.isEmpty() ? "-" : String.valueOf(offset.getAsLong());
  }
}
