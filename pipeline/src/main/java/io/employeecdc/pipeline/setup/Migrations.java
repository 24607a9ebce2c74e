package io.employeecdc.pipeline.setup;

import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Brings a database to the newest version of its tables, all in one transaction. What migrations
 * make belongs to who runs them, and triggers run with the rights of their functions' owner: so
 * that is no superuser, and in the source the owner of the table, who decides its columns' types.
 */
final class Migrations {
  /** Not Flyway's default name, which the database's owner may use for migrations of their own. */
  private static final String HISTORY = "cdc_schema_history";

  private static final String ROLE =
      """
      select current_schema(), current_user, rolsuper, pg_get_userbyid(relowner) as owner
      from pg_roles
        left join pg_class on pg_class.oid = to_regclass(format('%I.employees', current_schema()))
      where rolname = current_user
      """;

  private static final int LOGIN_SECONDS = 30;

  private Migrations() {}

  /**
   * Applies what is missing.
   *
   * @return what happened, in words
   */
  static String apply(DatabaseSettings database) {
    DataSource connections = connections(database);
    checkRole(database, connections);
    Flyway flyway =
        Flyway.configure()
            .dataSource(connections)
            .locations("classpath:db/" + database.side())
            .failOnMissingLocations(true)
            .table(HISTORY)
            .baselineOnMigrate(true)
            .baselineVersion("0")
            .group(true)
            .load();
    try {
      // Files of ours have been put together; a history that knows the older ones is brought up to
      // date.
      flyway.repair();
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

  /** With a limit for the login, since who accepts a connection may say nothing after that. */
  private static DataSource connections(DatabaseSettings database) {
    PGSimpleDataSource connections = new PGSimpleDataSource();
    connections.setURL(database.url());
    connections.setUser(database.user());
    connections.setPassword(database.password());
    connections.setApplicationName("cdc setup");
    connections.setLoginTimeout(LOGIN_SECONDS);
    return connections;
  }

  /** Flyway also puts the names into statements of its own, and escapes nothing. */
  private static void checkRole(DatabaseSettings database, DataSource connections) {
    try (Connection connection = connections.getConnection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(ROLE)) {
      found.next();
      String schema = found.getString("current_schema");
      String role = found.getString("current_user");
      refuse(database, schema == null, "no schema of the search_path exists", "url");
      refuse(
          database,
          schema != null && (schema.contains("\"") || schema.contains("${")),
          "the migrations cannot work in a schema with \" or ${ in its name",
          "url");
      refuse(
          database,
          role.contains("'"),
          "the migrations cannot run as a role with a quote in its name",
          "user");
      refuse(
          database,
          found.getBoolean("rolsuper"),
          "%s is a superuser, and what set-up makes would run with its rights; set up as another role"
              .formatted(role),
          "user");
      String owner = found.getString("owner");
      refuse(
          database,
          owner != null && !owner.equals(role) && database.side().equals("source"),
          "employees belongs to %s, not to %s; set up as its owner, or give it to this role: alter table employees owner to …"
              .formatted(owner, role),
          "user");
    } catch (SQLException e) {
      throw SqlState.fatal(database, e);
    }
  }

  private static void refuse(DatabaseSettings database, boolean bad, String why, String option) {
    if (bad) {
      throw new CdcException(
          ExitCode.CONFIGURATION,
          "the %s database (%s): %s; check --%1$s-%s"
              .formatted(database.side(), database, why, option));
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
