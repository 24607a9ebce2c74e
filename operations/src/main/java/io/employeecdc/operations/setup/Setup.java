package io.employeecdc.operations.setup;

import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.consumer.apply.Target;
import io.employeecdc.consumer.target.IncompleteRows;
import io.employeecdc.consumer.target.TargetCheck;
import io.employeecdc.contract.table.TableSql;
import io.employeecdc.producer.backfill.Backfill;
import io.employeecdc.producer.capture.CaptureCheck;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.database.Expectations;
import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.schematools.check.Mode;
import io.employeecdc.schematools.registration.SchemaRegistration;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.postgresql.util.PSQLException;

/** Sets everything up, in the order in which the parts need each other. */
public final class Setup {
  private static final int BACKFILL_CHUNK = 5000;

  private final SetupSettings settings;
  private final LockTries locks;

  public Setup(SetupSettings settings, Consumer<String> waits) {
    this.settings = settings;
    this.locks = new LockTries(settings.lockTries(), settings.contract(), waits);
  }

  /** Tells what would happen to each part, and changes nothing. Fails as {@link #run} would. */
  public void plan(boolean withSql, BiConsumer<String, String> report) throws IOException {
    requireNothingInTheWay();
    warn(report);
    for (DatabaseSettings database : databases()) {
      new DatabasePlan(migrations(database), grants(database), settings.alterTables(), withSql)
          .lines()
          .forEach(line -> report.accept(database.side(), line));
    }
    new Topics(settings).plan().forEach(topic -> report.accept("topic", topic));
    report.accept("schema", schema(SchemaRegistration::planned));
  }

  /** Does what is missing, and tells what happened to each part. */
  public void run(BiConsumer<String, String> report) throws IOException {
    requireNothingInTheWay();
    warn(report);
    if (settings.alterTables()) {
      databases().forEach(database -> alter(database, report));
    }
    report.accept("target", migrations(settings.target()).apply(locks));
    new Topics(settings).create().forEach(topic -> report.accept("topic", topic));
    report.accept("schema", schema(SchemaRegistration::register));
    if (settings.capture() == SetupSettings.Capture.TRIGGERS) {
      report.accept("source", migrations(settings.source()).apply(locks));
    }
    databases().forEach(database -> give(database, report));
    if (settings.capture() == SetupSettings.Capture.TRIGGERS) {
      captureWhatWasThere(report);
    }
    askTarget(report);
  }

  private void captureWhatWasThere(BiConsumer<String, String> report) {
    try (HikariDataSource source = DataSources.pool(settings.source(), 1, null, null)) {
      warnOfForeignTriggers(source, report);
      long rows =
          new Backfill(source, settings.contract().versions(), BACKFILL_CHUNK)
              .runUnfinished(sent -> {});
      report.accept("snapshot", rows + " rows that were there before were captured now");
    } catch (SQLException e) {
      throw explain(DataSources.rootCause(e));
    }
  }

  /** A row that was there before the triggers may be one that they would not let in. */
  private CdcException explain(SQLException e) {
    String column =
        e instanceof PSQLException refusal && refusal.getServerErrorMessage() != null
            ? TableSql.columnOfCheck(refusal.getServerErrorMessage().getConstraint())
            : null;
    if (column == null) {
      return SqlState.fatal(settings.source(), e);
    }
    return new CdcException(
        ErrorCode.DATABASE_NOT_SET_UP,
        "a row of %s in the source has a value in column %s that the contract cannot say, such as a null in an array of no nulls; statements that write one fail from now on. Correct the contract or the row and set up again, or take the triggers away with 'cdc teardown'"
            .formatted(settings.contract().table(), column),
        e);
  }

  private void alter(DatabaseSettings database, BiConsumer<String, String> report) {
    List<String> statements = new ArrayList<>();
    locks.transaction(
        database,
        true,
        statement -> {
          statements.clear();
          migrations(database)
              .missing(statement.getConnection())
              .forEach(misfit -> statements.add(misfit.remedy()));
          return statements;
        });
    statements.forEach(statement -> report.accept(database.side(), statement));
  }

  private void askTarget(BiConsumer<String, String> report) {
    try (HikariDataSource pool = DataSources.pool(settings.target(), 2, null, null);
        Connection connection = pool.getConnection()) {
      Target target = new Target(pool, settings.contract().versions());
      new TargetCheck(target)
          .changingTriggers(connection)
          .forEach(
              trigger ->
                  report.accept(
                      "warning",
                      "the target's trigger %s may change or leave out what we write; 'cdc verify' names such rows as different"
                          .formatted(trigger)));
      int rows = new IncompleteRows(target).count();
      if (rows > 0) {
        report.accept(
            "columns",
            "%,d rows of the target lack columns that the contract has got since; once producer and consumers know them, run 'cdc backfill --incomplete'"
                .formatted(rows));
      }
    } catch (SQLException e) {
      throw SqlState.fatal(settings.target(), DataSources.rootCause(e));
    }
  }

  /** Those in which something is made. */
  private List<DatabaseSettings> databases() {
    return settings.capture() == SetupSettings.Capture.TRIGGERS
        ? List.of(settings.target(), settings.source())
        : List.of(settings.target());
  }

  private Grants grants(DatabaseSettings database) {
    return new Grants(migrations(database), settings.roles());
  }

  private void give(DatabaseSettings database, BiConsumer<String, String> report) {
    Grants grants = grants(database);
    if (!grants.roles().isEmpty()) {
      locks.transaction(database, false, grants::give);
    }
    grants
        .roles()
        .forEach(role -> report.accept("role", "%s in %s".formatted(role, database.side())));
  }

  private Migrations migrations(DatabaseSettings database) {
    return new Migrations(database, settings.contract());
  }

  private void warn(BiConsumer<String, String> report) {
    databases()
        .forEach(
            database ->
                migrations(database).warnings().forEach(what -> report.accept("warning", what)));
  }

  private void warnOfForeignTriggers(DataSource source, BiConsumer<String, String> report)
      throws SQLException {
    try (Connection connection = source.getConnection()) {
      for (String trigger :
          new CaptureCheck(settings.contract().versions()).foreignTriggers(connection)) {
        report.accept(
            "warning",
            "somebody else's trigger calls our functions, and captures nothing: drop trigger "
                + trigger);
      }
    }
  }

  private void requireNothingInTheWay() throws IOException {
    List<String> findings = new ArrayList<>();
    for (DatabaseSettings database : databases()) {
      findings.addAll(
          Obstacles.of(
              migrations(database),
              grants(database),
              settings.createTables(),
              settings.alterTables()));
    }
    requireTwo();
    boolean onlyTopics = findings.isEmpty();
    findings.addAll(new Topics(settings).findings());
    if (!findings.isEmpty()) {
      throw CdcException.listing(
          onlyTopics ? ErrorCode.TOPIC_LOSES_RECORDS : ErrorCode.DATABASE_NOT_SET_UP,
          "nothing was set up, as %d %s in the way:"
              .formatted(findings.size(), findings.size() == 1 ? "thing is" : "things are"),
          findings);
    }
    schema(SchemaRegistration::planned);
  }

  private void requireTwo() {
    try (Connection target = open(settings.target());
        Connection source = open(settings.source())) {
      Expectations.requireOurSession("target", target);
      Expectations.requireOurSession("source", source);
      Expectations.requireTwo(source, target);
    } catch (SQLException e) {
      throw SqlState.fatal(settings.target(), e);
    }
  }

  private static Connection open(DatabaseSettings database) {
    try {
      return LockTries.connections(database).getConnection();
    } catch (SQLException e) {
      throw SqlState.fatal(database, e);
    }
  }

  private String schema(Function<SchemaRegistration, String> work) throws IOException {
    try (SchemaRegistration registration =
        new SchemaRegistration(
            settings.registry(),
            settings.topics().changes(),
            settings.contract().released().all(),
            Mode.FULL_TRANSITIVE,
            settings.sameIdsAs())) {
      return work.apply(registration);
    }
  }
}
