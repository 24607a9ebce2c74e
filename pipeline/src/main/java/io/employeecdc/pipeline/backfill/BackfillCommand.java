package io.employeecdc.pipeline.backfill;

import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Key;
import io.employeecdc.producer.backfill.Backfill;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.database.SourceDatabaseOptions;
import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import java.sql.SQLException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cdc backfill}. */
@Command(
    name = "backfill",
    description =
        "Send the source's rows again as SNAPSHOT changes, beside live traffic. One that was"
            + " interrupted goes on where it was.")
public final class BackfillCommand extends OptionsCommand<BackfillCommand.Settings> {
  @Mixin SourceDatabaseOptions source = new SourceDatabaseOptions();

  @Option(names = "--from", paramLabel = "KEY", description = "Lowest key. Default: the first.")
  String from;

  @Option(names = "--to", paramLabel = "KEY", description = "Highest key. Default: the last.")
  String to;

  @Option(
      names = "--chunk-size",
      paramLabel = "N",
      description = "Rows that are locked at a time. Default: 1000.")
  String chunkSize = "1000";

  /**
   * What to send.
   *
   * @param from null for the first there is
   * @param to null for the last there is
   */
  record Settings(DatabaseSettings source, String from, String to, int chunkSize) {}

  @Override
  protected Settings read(OptionReader options) {
    Key key = CapturedTable.shipped().key();
    String lowest = read(options, key, "--from", from);
    String highest = read(options, key, "--to", to);
    if (lowest != null
        && highest != null
        && key.parse(lowest).get(0) instanceof Integer low
        && key.parse(highest).get(0) instanceof Integer high
        && low > high) {
      options.complain("--to", "less than --from");
    }
    return new Settings(
        source.read(options),
        lowest,
        highest,
        options.wholeNumber("--chunk-size", chunkSize, 1, 100_000));
  }

  @Override
  protected ExitCode run(Settings settings) {
    DataSources.check(settings.source());
    try (HikariDataSource pool = DataSources.pool(settings.source(), 1, null, null)) {
      Backfill backfill = new Backfill(pool, CapturedTable.shipped(), settings.chunkSize());
      backfill.request(settings.from(), settings.to());
      long rows = backfill.runUnfinished(sent -> err().printf("sent %,d rows%n", sent));
      out().printf("%,d rows will come through the topic as SNAPSHOT changes%n", rows);
      return ExitCode.DONE;
    } catch (SQLException e) {
      throw SqlState.fatal(settings.source(), DataSources.rootCause(e));
    }
  }

  private static String read(OptionReader options, Key key, String option, String text) {
    try {
      return text == null ? null : key.text(key.parse(text));
    } catch (IllegalArgumentException e) {
      options.complain(option, "'%s' is not %s".formatted(text, e.getMessage()));
      return null;
    }
  }
}
