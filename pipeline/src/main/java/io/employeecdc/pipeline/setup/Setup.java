package io.employeecdc.pipeline.setup;

import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.contract.ReleasedSchemas;
import io.employeecdc.contract.check.Mode;
import io.employeecdc.producer.backfill.Backfill;
import io.employeecdc.producer.capture.CaptureCheck;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Sets everything up, in the order in which the parts need each other. */
public final class Setup {
  private static final int BACKFILL_CHUNK = 5000;

  private final SetupSettings settings;
  private final LockTries locks;

  /**
   * Changes nothing yet.
   *
   * @param waits told who holds a lock that is waited for
   */
  public Setup(SetupSettings settings, Consumer<String> waits) {
    this.settings = settings;
    this.locks = new LockTries(settings.lockTries(), waits);
  }

  /**
   * Does what is missing; nothing if all is there.
   *
   * @param report told each part's name and what happened to it
   */
  public void run(BiConsumer<String, String> report) throws IOException {
    requireNothingInTheWay();
    report.accept("target", Migrations.apply(settings.target(), locks));
    new Topics(settings).create().forEach(topic -> report.accept("topic", topic));
    report.accept("schema", schema());
    report.accept("source", Migrations.apply(settings.source(), locks));
    new Grants(settings).give(locks, report);
    try (HikariDataSource source = DataSources.pool(settings.source(), 1, null, null)) {
      warnOfOthers(source, report);
      long rows = new Backfill(source, BACKFILL_CHUNK).runUnfinished(sent -> {});
      report.accept("snapshot", rows + " rows that were there before were captured now");
    } catch (SQLException e) {
      throw SqlState.fatal(settings.source(), DataSources.rootCause(e));
    }
  }

  private static void warnOfOthers(DataSource source, BiConsumer<String, String> report)
      throws SQLException {
    try (Connection connection = source.getConnection()) {
      OthersRights.trusted(connection).forEach(what -> report.accept("warning", what));
      for (String trigger : CaptureCheck.foreignTriggers(connection)) {
        report.accept(
            "warning",
            "somebody else's trigger calls our functions, and captures nothing: drop trigger "
                + trigger);
      }
    }
  }

  private void requireNothingInTheWay() {
    List<String> findings =
        Stream.of(settings.source(), settings.target())
            .flatMap(side -> Migrations.findings(side, settings.createTables()).stream())
            .toList();
    if (!findings.isEmpty()) {
      throw CdcException.listing(
          ErrorCode.DATABASE_NOT_SET_UP,
          "nothing was set up, as %d %s in the way:"
              .formatted(findings.size(), findings.size() == 1 ? "thing is" : "things are"),
          findings);
    }
  }

  private String schema() throws IOException {
    try (SchemaRegistration registration =
        new SchemaRegistration(
            settings.registry(),
            settings.topics().changes(),
            ReleasedSchemas.all(),
            Mode.FULL_TRANSITIVE)) {
      return registration.register();
    }
  }
}
