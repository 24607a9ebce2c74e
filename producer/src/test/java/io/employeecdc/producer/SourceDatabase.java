package io.employeecdc.producer;

import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.contract.table.RowVersions;
import io.employeecdc.contract.table.TableSql;
import io.employeecdc.localstack.Postgres;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.DatabaseSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;

/** A database of the shared source server that one test has to itself. */
record SourceDatabase(DatabaseSettings settings) {
  /** With the tables and triggers of the newest version. */
  static SourceDatabase migrated(String name) throws SQLException {
    SourceDatabase database = empty(name);
    database.migrate();
    return database;
  }

  static SourceDatabase empty(String name) throws SQLException {
    Postgres server = TestStack.shared().source();
    String url = server.createDatabase(name);
    return new SourceDatabase(
        new DatabaseSettings("source", url, server.user(), server.password()));
  }

  void migrate() {
    migrate(Contract.standard().versions());
  }

  void migrate(RowVersions versions) {
    Flyway.configure()
        .dataSource(settings.url(), settings.user(), settings.password())
        .locations("classpath:db/source")
        .placeholders(new TableSql(versions).placeholders())
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .group(true)
        .load()
        .migrate();
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
  }

  HikariDataSource pool() {
    return DataSources.pool(settings, 3, null, null);
  }

  /** Runs each statement in a transaction of its own. */
  void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** As the server's superuser, for what an owner may not do. */
  void asSuperuser(String... statements) throws SQLException {
    String database = settings.url().replaceFirst(".*/", "");
    try (Connection connection = TestStack.shared().source().connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The first column of each row. */
  List<String> query(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  long count(String table) throws SQLException {
    return Long.parseLong(query("select count(*) from " + table).get(0));
  }

  /** The ids of all committed changes, ascending. */
  List<Long> actionIds() throws SQLException {
    return query("select action_id from emp_cdc order by 1").stream().map(Long::valueOf).toList();
  }
}
