package io.employeecdc.setup;

import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.consumer.apply.Target;
import io.employeecdc.consumer.target.IncompleteRows;
import io.employeecdc.producer.backfill.Backfill;
import io.employeecdc.producer.capture.UnsayableRows;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.Database;
import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.schematools.registration.SchemaRegistration;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** Sets everything up, in the order in which the parts need each other. */
public final class Setup {
  private static final int BACKFILL_CHUNK = 5000;

  private final SetupSettings settings;
  private final Migrations source;
  private final Migrations target;
  private final Topics topics;
  private final LockTries locks;

  public Setup(SetupSettings settings, Consumer<String> waits) {
    this.settings = settings;
    this.source = new Migrations(LockTries.database(settings.source()), settings.contract());
    this.target = new Migrations(LockTries.database(settings.target()), settings.contract());
    this.topics = new Topics(settings);
    this.locks = new LockTries(settings.lockTries(), settings.contract(), waits);
  }

  /** Tells what would happen to each part, and changes nothing. Fails as {@link #run} would. */
  public void plan(boolean withSql, BiConsumer<String, String> report) throws IOException {
    requireNothingInTheWay();
    warn(report);
    for (Migrations one : prepared()) {
      new DatabasePlan(one, grants(one), settings.alterTables(), withSql)
          .lines()
          .forEach(line -> report.accept(one.database().side(), line));
    }
    topics.plan().forEach(topic -> report.accept("topic", topic));
    report.accept("schema", schema(SchemaRegistration::planned));
  }

  /** Does what is missing, and tells what happened to each part. */
  public void run(BiConsumer<String, String> report) throws IOException {
    requireNothingInTheWay();
    warn(report);
    if (settings.alterTables()) {
      prepared().forEach(one -> alter(one, report));
    }
    report.accept("target", target.apply(locks));
    topics.create().forEach(topic -> report.accept("topic", topic));
    report.accept("schema", schema(SchemaRegistration::register));
    if (byTriggers()) {
      report.accept("source", source.apply(locks));
    }
    prepared().forEach(one -> give(one, report));
    if (byTriggers()) {
      captureWhatWasThere(report);
    }
    askTarget(report);
  }

  private void captureWhatWasThere(BiConsumer<String, String> report) {
    for (String trigger : source.database().with(source.capture()::foreignTriggers)) {
      report.accept(
          "warning",
          "somebody else's trigger calls our functions, and captures nothing: drop trigger "
              + trigger);
    }
    try (HikariDataSource pool = DataSources.pool(settings.source(), 1, null, null)) {
      long rows =
          new Backfill(pool, settings.contract().versions(), BACKFILL_CHUNK)
              .runUnfinished(sent -> {});
      report.accept("snapshot", rows + " rows that were there before were captured now");
    } catch (SQLException e) {
      throw refused(DataSources.rootCause(e));
    }
  }

  /** Whoever was in the way of the triggers may have written what they would not let in. */
  private CdcException refused(SQLException e) {
    List<String> rows =
        SqlState.of(e) == SqlState.OF_ONE_RECORD
            ? source.database().with(new UnsayableRows(settings.contract().versions())::ofAny)
            : List.of();
    return rows.isEmpty()
        ? SqlState.fatal(settings.source(), e)
        : CdcException.listing(
            ErrorCode.DATABASE_NOT_SET_UP,
            "rows that were there before could not be captured; correct them and set up again:",
            rows);
  }

  private void alter(Migrations one, BiConsumer<String, String> report) {
    List<String> statements = new ArrayList<>();
    locks.transaction(
        one.database(),
        true,
        statement -> {
          statements.clear();
          one.missing(statement.getConnection()).forEach(misfit -> statements.add(misfit.remedy()));
          return statements;
        });
    statements.forEach(statement -> report.accept(one.database().side(), statement));
  }

  /** By sessions that wait for a lock: who waits to read is in no writer's way. */
  private void askTarget(BiConsumer<String, String> report) {
    for (String trigger : target.database().with(target.target()::changingTriggers)) {
      report.accept(
          "warning",
          "the target's trigger %s may change or leave out what we write; 'cdc verify' names such rows as different"
              .formatted(trigger));
    }
    try (Database patient = Database.open(settings.target(), 1)) {
      Target written = new Target(patient.pool(), settings.contract().versions());
      int rows = patient.ask(() -> new IncompleteRows(written).count());
      if (rows > 0) {
        report.accept(
            "columns",
            "%,d rows of the target lack columns that the contract has got since; once producer and consumers know them, run 'cdc backfill --incomplete'"
                .formatted(rows));
      }
    }
  }

  private boolean byTriggers() {
    return settings.capture() == SetupSettings.CaptureMethod.TRIGGERS;
  }

  /** Of the databases in which something is made. */
  private List<Migrations> prepared() {
    return byTriggers() ? List.of(target, source) : List.of(target);
  }

  private Grants grants(Migrations one) {
    return new Grants(one, settings.roles());
  }

  private void give(Migrations one, BiConsumer<String, String> report) {
    Grants grants = grants(one);
    if (!grants.roles().isEmpty()) {
      locks.transaction(one.database(), false, grants::give);
    }
    for (String role : grants.roles()) {
      report.accept("role", "%s in %s".formatted(role, one.database().side()));
    }
  }

  private void warn(BiConsumer<String, String> report) {
    prepared().forEach(one -> one.warnings().forEach(what -> report.accept("warning", what)));
  }

  private void requireNothingInTheWay() throws IOException {
    List<String> findings = new ArrayList<>();
    for (Migrations one : prepared()) {
      findings.addAll(Obstacles.of(one, grants(one), settings));
    }
    Database.requireTwo(source.database(), target.database());
    boolean onlyTopics = findings.isEmpty();
    findings.addAll(topics.findings());
    if (!findings.isEmpty()) {
      throw CdcException.listing(
          onlyTopics ? ErrorCode.TOPIC_LOSES_RECORDS : ErrorCode.DATABASE_NOT_SET_UP,
          "nothing was set up, as %d %s in the way:"
              .formatted(findings.size(), findings.size() == 1 ? "thing is" : "things are"),
          findings);
    }
    schema(SchemaRegistration::planned);
  }

  private String schema(Function<SchemaRegistration, String> work) throws IOException {
    try (SchemaRegistration registration =
        new SchemaRegistration(
            settings.registry(),
            settings.topics().changes(),
            settings.contract().released().all(),
            settings.sameIdsAs())) {
      return work.apply(registration);
    }
  }
}
