package io.employeecdc.pipeline.verify;

import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.pipeline.output.Confirmation;
import io.employeecdc.pipeline.verify.repair.Repair;
import io.employeecdc.pipeline.verify.repair.Repaired;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.failure.ExitCode;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A verification from the first look to the report, with a repair in between if it is wanted. */
final class VerifyRun {
  /** One that compares, one that looks at single keys meanwhile. */
  private static final int CONNECTIONS = 2;

  /** Some megabytes; so many keys are settled, and so many repaired by one run. */
  private static final int KEYS_IN_MEMORY = 100_000;

  private final CapturedTable table;
  private final VerifySettings settings;
  private final VerifyReport report;
  private final PrintWriter out;
  private final PrintWriter err;

  VerifyRun(VerifySettings settings, PrintWriter out, PrintWriter err) {
    this.table = settings.table();
    this.report = new VerifyReport(table.key());
    this.settings = settings;
    this.out = out;
    this.err = err;
  }

  ExitCode run() throws InterruptedException {
    DataSources.check(settings.source());
    DataSources.check(settings.target());
    try (HikariDataSource source = pool(settings.source());
        HikariDataSource target = pool(settings.target())) {
      VerifyResult result = verify(source, target);
      Optional<Repaired> repaired = Optional.empty();
      if (settings.repair().wanted() && result.differences() > 0) {
        repaired = repair(source, target, result);
        result = repaired.isPresent() ? verify(source, target) : result;
      }
      return end(result, repaired);
    } catch (VerifyException e) {
      DatabaseSettings side = e.side() == Side.SOURCE ? settings.source() : settings.target();
      throw SqlState.fatal(side, DataSources.rootCause(e.error()));
    }
  }

  private VerifyResult verify(DataSource source, DataSource target)
      throws VerifyException, InterruptedException {
    Instant begin = Instant.now();
    VerifyResult result = compare(source, target);
    Instant end = Instant.now();
    settings
        .metricsFile()
        .ifPresent(
            file ->
                MetricsFile.write(
                    file,
                    settings.table().contract().getName(),
                    result,
                    end,
                    Duration.between(begin, end)));
    return result;
  }

  private VerifyResult compare(DataSource source, DataSource target)
      throws VerifyException, InterruptedException {
    int keyLimit =
        settings.repair().wanted()
            ? Math.max(KEYS_IN_MEMORY, settings.keyLimit())
            : settings.keyLimit();
    if (settings.settle().isEmpty()) {
      return Verifier.verify(table, source, target, settings.rangeSize(), keyLimit);
    }
    SettledVerifier.Tables tables =
        new SettledVerifier.Tables(
            table, source, target, settings.rangeSize(), keyLimit, KEYS_IN_MEMORY);
    return new SettledVerifier(tables, settings.settle().get(), this::settling).run();
  }

  private void settling(long keys) {
    err.printf(
        "%,d %s at first sight; waiting until the pipeline has come that far%n",
        keys, keys == 1 ? "key differs" : "keys differ");
    err.flush();
  }

  /** Empty if the answer was no. */
  private Optional<Repaired> repair(DataSource source, DataSource target, VerifyResult found)
      throws VerifyException, InterruptedException {
    report.print(found.limitedTo(settings.keyLimit()), err);
    err.println();
    long most = settings.repair().mostDeletes().of(found.targetRows());
    if (found.extra().count() > most) {
      err.printf(
          "Nothing was repaired: it would delete %,d of the target's %,d rows, and --max-deletes is %s."
              + " If the source is the right one and has all its rows, repair again with"
              + " --max-deletes %d.%n",
          found.extra().count(),
          found.targetRows(),
          settings.repair().mostDeletes(),
          found.extra().count());
      return Optional.empty();
    }
    if (settings.repair().ask()
        && !Confirmation.given(
            "Send %,d rows of %s again, and a DELETE for %,d keys?"
                .formatted(
                    found.missing().keys().size() + found.different().keys().size(),
                    settings.source(),
                    found.extra().keys().size()),
            err)) {
      err.println("Nothing was repaired.");
      return Optional.empty();
    }
    long seen = seen(target);
    try {
      Repaired repaired =
          new Repair(table, source)
              .run(
                  Stream.concat(found.missing().keys().stream(), found.different().keys().stream())
                      .toList(),
                  found.extra().keys(),
                  seen);
      err.println("repaired: " + repaired);
      err.println();
      err.flush();
      return Optional.of(repaired);
    } catch (SQLException e) {
      throw SqlState.fatal(settings.source(), DataSources.rootCause(e));
    }
  }

  /** The highest action id that the target has seen: of no change it knows more than the newest. */
  private long seen(DataSource target) throws VerifyException {
    try (TableReader reader = TableReader.open(Side.TARGET, target)) {
      return reader.one(
          "select max(action_id) from " + table.names().guard(), row -> row.getLong(1));
    }
  }

  private ExitCode end(VerifyResult all, Optional<Repaired> repaired) {
    VerifyResult result = all.limitedTo(settings.keyLimit());
    if (!settings.json().replacesText()) {
      report.print(result, out);
      out.flush();
    }
    if (repaired.isPresent() && result.differences() > 0) {
      err.println(
          "Still different after the repair. A row that the target refuses became a dead letter"
              + " again: see 'cdc dlq list'. Others: repair once more.");
      err.flush();
    }
    settings.json().write(report.json(result, repaired), out);
    if (result.differences() > 0) {
      return ExitCode.DATA;
    }
    // What was asked did not answer in time: worth trying again, and not a fault of the data.
    return result.equal() ? ExitCode.DONE : ExitCode.UNREACHABLE;
  }

  private static HikariDataSource pool(DatabaseSettings database) {
    return DataSources.pool(database, CONNECTIONS, null, null);
  }
}
