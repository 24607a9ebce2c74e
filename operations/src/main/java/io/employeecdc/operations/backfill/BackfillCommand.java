package io.employeecdc.operations.backfill;

import io.employeecdc.consumer.apply.Target;
import io.employeecdc.consumer.target.IncompleteRows;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.contract.table.Key;
import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.producer.backfill.Backfill;
import io.employeecdc.producer.backfill.KeyBackfill;
import io.employeecdc.producer.capture.CaptureCheck;
import io.employeecdc.runtime.database.Database;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.database.SourceDatabaseOptions;
import io.employeecdc.runtime.database.TargetDatabaseOptions;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.ContractOption;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "backfill",
    description =
        "Send the source's rows again as SNAPSHOT changes, beside live traffic. One that was"
            + " interrupted goes on where it was.")
public final class BackfillCommand extends OptionsCommand<BackfillCommand.Settings> {
  /** Rows that are locked at a time. */
  private static final int CHUNK = 1000;

  @Mixin ContractOption contract = new ContractOption();
  @Mixin SourceDatabaseOptions source = new SourceDatabaseOptions();

  @Mixin TargetDatabaseOptions target = new TargetDatabaseOptions();

  @Option(
      names = "--incomplete",
      description =
          "Send those rows only of which the target lacks columns, as a version without them wrote"
              + " or applied their newest change.")
  boolean incomplete;

  @Option(names = "--from", paramLabel = "KEY", description = "Lowest key. Default: the first.")
  String from;

  @Option(names = "--to", paramLabel = "KEY", description = "Highest key. Default: the last.")
  String to;

  /** What to send: without a key from the first, or to the last, that there is. */
  record Settings(
      Contract contract,
      DatabaseSettings source,
      Optional<DatabaseSettings> target,
      String from,
      String to) {}

  @Override
  protected Settings read(OptionReader options) {
    Contract table = contract.read(options);
    Key key = table.table().key();
    String lowest = from == null ? null : ContractOption.key(options, key, "--from", from);
    String highest = to == null ? null : ContractOption.key(options, key, "--to", to);
    if (lowest != null
        && highest != null
        && KeyValue.of(key.parse(lowest).toArray())
                .compareTo(KeyValue.of(key.parse(highest).toArray()))
            > 0) {
      options.complain("--to", "less than --from");
    }
    if (incomplete && (from != null || to != null)) {
      options.complain("--incomplete", "sends all such rows; leave out --from and --to");
    }
    return new Settings(
        table,
        source.read(options),
        incomplete ? Optional.of(target.read(options)) : Optional.empty(),
        lowest,
        highest);
  }

  @Override
  protected ExitCode run(Settings settings) {
    try (Database source = Database.open(settings.source(), 1)) {
      long rows =
          settings.target().isPresent() ? incomplete(settings, source) : all(settings, source);
      out().printf("%,d rows will come through the topic as SNAPSHOT changes%n", rows);
      return ExitCode.DONE;
    }
  }

  private long all(Settings settings, Database source) {
    requireCaptured(settings, source);
    Backfill backfill = new Backfill(source.pool(), settings.contract().versions(), CHUNK);
    return source.ask(
        () -> {
          backfill.request(settings.from(), settings.to());
          return backfill.runUnfinished(this::sent);
        });
  }

  private long incomplete(Settings settings, Database source) {
    try (Database target = Database.open(settings.target().orElseThrow(), 1)) {
      requireCaptured(settings, source);
      IncompleteRows rows =
          new IncompleteRows(new Target(target.pool(), settings.contract().versions()));
      KeyBackfill backfill = new KeyBackfill(source.pool(), settings.contract().versions());
      return target.ask(
          () -> {
            long sent = 0;
            Optional<KeyValue> last = Optional.empty();
            for (List<KeyValue> keys = rows.next(last, CHUNK);
                !keys.isEmpty();
                keys = rows.next(last, CHUNK)) {
              List<List<Object>> values = keys.stream().map(KeyValue::values).toList();
              sent += source.ask(() -> backfill.send(values));
              last = Optional.of(keys.get(keys.size() - 1));
              rows.passDeleted(keys);
              sent(sent);
            }
            return sent;
          });
    }
  }

  private static void requireCaptured(Settings settings, Database source) {
    source.with(
        connection -> {
          new CaptureCheck(settings.contract().versions()).verify(connection);
          return null;
        });
  }

  private void sent(long rows) {
    err().printf("sent %,d rows%n", rows);
  }
}
