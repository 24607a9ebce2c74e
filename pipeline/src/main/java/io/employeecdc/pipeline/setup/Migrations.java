package io.employeecdc.pipeline.setup;

import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;

/** Brings a database to the newest version of its tables. */
final class Migrations {
  /** Not Flyway's default name, which the database's owner may use for migrations of their own. */
  private static final String HISTORY = "cdc_schema_history";

  private Migrations() {}

  /**
   * Applies what is missing.
   *
   * @return what happened, in words
   */
  static String apply(DatabaseSettings database) {
    Flyway flyway =
        Flyway.configure()
            .dataSource(database.url(), database.user(), database.password())
            .locations("classpath:db/" + database.side())
            .table(HISTORY)
            .baselineOnMigrate(true)
            .baselineVersion("0")
            .load();
    try {
      MigrateResult result = flyway.migrate();
      String version = flyway.info().current().getVersion().getVersion();
      return result.migrationsExecuted == 0
          ? "tables are at version " + version
          : "%d migrations applied, tables are at version %s"
              .formatted(result.migrationsExecuted, version);
    } catch (FlywayException e) {
      throw explain(database, e);
    }
  }

  private static CdcException explain(DatabaseSettings database, FlywayException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return SqlState.fatal(database, sql);
      }
    }
    return new CdcException(
        ExitCode.CONFIGURATION,
        "the migrations of the %s database (%s) do not fit: %s"
            .formatted(database.side(), database, failure.getMessage()),
        failure);
  }
}
