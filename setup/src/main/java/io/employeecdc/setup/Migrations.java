package io.employeecdc.setup;

import io.employeecdc.consumer.apply.Target;
import io.employeecdc.consumer.target.TargetCheck;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.contract.table.TableFit;
import io.employeecdc.producer.capture.CaptureCheck;
import io.employeecdc.runtime.database.Database;
import io.employeecdc.runtime.database.Query;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.output.MigrateResult;

/**
 * Brings a database to the newest version of its tables, all in one transaction. What migrations
 * make belongs to who runs them, and triggers run with the rights of their functions' owner: so
 * that is no superuser, and in the source the owner of the table, who decides its columns' types.
 */
record Migrations(Database database, Contract contract) {
  static final String CAPTURE = "R__capture.sql";

  static final String IN_SOURCE =
      "'${capture}', '${objects}_columns', '${objects}_backfill', '${objects}_statement'";

  static final String IN_TARGET = "'${guard}', '${ledger}', '${parked}', '${offsets}'";

  /** The tables and the sequence that it makes in either database, as a list in SQL. */
  static final String OURS = IN_SOURCE + ", " + IN_TARGET;

  static final String FUNCTIONS =
      "'${objects}_capture_insert', '${objects}_capture_update', '${objects}_capture_delete',"
          + " '${objects}_capture_truncate', '${objects}_truncated', '${objects}_written_before',"
          + " '${objects}_capture_partitions', '${objects}_capture_is_ours'";

  /** So that a table that is put back or made anew, alone, is not taken for the one applied to. */
  private static final String REMEMBER =
      """
      do $$ declare
        these text := format('%s %s', '${table}'::regclass::oid, '${offsets}'::regclass::oid);
      begin
        if these is distinct from obj_description('${offsets}'::regclass, 'pg_class') then
          execute format('comment on table ${offsets} is %L', these);
        end if;
      end $$
      """;

  /** The advice of both checks where changes may have been missed. */
  private static final String TO_HEAL = "run 'cdc setup', then 'cdc verify --repair'";

  private static final String HEALS = "once the services run: 'cdc verify --repair'";

  private static final String TO_MAKE = "run 'cdc setup'";

  String sql(String template) {
    return contract.sql().of(template);
  }

  boolean ofSource() {
    return database.side().equals("source");
  }

  /** The columns that the user's own table lacks, each with the statement that adds it. */
  List<TableFit.Misfit> missing(Connection connection) throws SQLException {
    TableFit fit = ofSource() ? new TableFit(contract.table()) : new TableFit(contract.versions());
    return fit.misfits(connection).stream().filter(TableFit.Misfit::missing).toList();
  }

  CaptureCheck capture() {
    return new CaptureCheck(contract.versions());
  }

  TargetCheck target() {
    return new TargetCheck(new Target(database.pool(), contract.versions()));
  }

  String apply(LockTries locks) {
    return locks.run(database, false, e -> LockTries.refused(database, e), this::apply);
  }

  private String apply() throws SQLException {
    Flyway flyway = flyway();
    try (Connection connection = database.pool().getConnection()) {
      // Files of ours have been put together; a history that knows the older ones is brought up to
      // date.
      flyway.repair();
      forget(connection, flyway);
      MigrateResult result = flyway.migrate();
      if (!ofSource()) {
        remember(connection);
      }
      String version = flyway.info().current().getVersion().getVersion();
      return result.migrationsExecuted == 0
          ? "tables are at version " + version
          : "%d %s applied, tables are at version %s"
              .formatted(
                  result.migrationsExecuted,
                  result.migrationsExecuted == 1 ? "migration" : "migrations",
                  version);
    } catch (FlywayException e) {
      throw explain(e);
    }
  }

  Flyway flyway() {
    return Flyway.configure()
        .dataSource(database.pool())
        .locations("classpath:db/" + database.side())
        .failOnMissingLocations(true)
        .placeholders(contract.sql().placeholders())
        .table(history())
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .group(true)
        .load();
  }

  private void remember(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql(REMEMBER));
    }
  }

  /** Flyway makes again what somebody removed if it does not know that it made it. */
  private void forget(Connection connection, Flyway flyway) throws SQLException {
    for (String script : again(connection, flyway)) {
      int unused =
          Query.update(connection, "delete from " + history() + " where script = ?", script);
    }
  }

  /** Scripts that have run, and run again as something that they make is not there as it was. */
  List<String> again(Connection connection, Flyway flyway) throws SQLException {
    if (!gone(connection, flyway).isEmpty()) {
      return Arrays.stream(flyway.info().applied())
          .map(MigrationInfo::getScript)
          .filter(script -> script.endsWith(".sql"))
          .toList();
    }
    return ofSource() && !alterations(connection).isEmpty() ? List.of(CAPTURE) : List.of();
  }

  /** What set-up has made and is not there, in a database that lacks no newer migration. */
  private List<String> gone(Connection connection, Flyway flyway) throws SQLException {
    if (flyway.info().current() == null
        || Arrays.stream(flyway.info().pending()).anyMatch(one -> one.getVersion() != null)) {
      return List.of();
    }
    List<String> broken =
        new ArrayList<>(ofSource() ? capture().broken(connection) : target().broken(connection));
    if (ofSource()) {
      broken.removeAll(capture().alterations(connection));
    }
    return broken.stream().filter(what -> what.endsWith(TO_MAKE)).toList();
  }

  /** Not Flyway's default name, which the database's owner may use for migrations of their own. */
  String history() {
    return contract.table().names().history();
  }

  /** How what set-up has made is not as it was; none if it has made nothing yet. */
  private List<String> alterations(Connection connection) throws SQLException {
    if (!ofSource()) {
      return target().alterations(connection);
    }
    return capture().isSetUp(connection) ? capture().alterations(connection) : List.of();
  }

  /** What set-up goes on in spite of. */
  List<String> warnings() {
    return database.with(
        connection -> {
          List<String> found = new ArrayList<>();
          for (String trusted : OthersRights.trusted(connection, this)) {
            found.add("in the %s %s".formatted(database.side(), trusted));
          }
          found.addAll(lossesToHeal(connection));
          return found;
        });
  }

  /**
   * What set-up mends and only a repair heals: changes may have been lost, which nobody sees once
   * it is mended.
   */
  private List<String> lossesToHeal(Connection connection) throws SQLException {
    Stream<String> gone =
        gone(connection, flyway()).stream()
            .map(what -> what.replace(TO_MAKE, "set-up makes it anew, empty; " + HEALS));
    return Stream.concat(
            alterations(connection).stream()
                .filter(what -> what.contains(TO_HEAL))
                .map(what -> what.replace(TO_HEAL, "set-up mends that; " + HEALS)),
            gone)
        .toList();
  }

  /** What is wrong with the migrations themselves; what the database refuses is thrown. */
  CdcException explain(FlywayException failure) throws SQLException {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        throw sql;
      }
    }
    return new CdcException(
        ExitCode.CONFIGURATION,
        "the migrations of the %s database (%s) do not fit: %s"
            .formatted(database.side(), database, failure.getMessage()),
        failure);
  }
}
