package io.employeecdc.consumer.testing;

import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.contract.table.RowVersions;
import io.employeecdc.contract.table.TableSql;
import io.employeecdc.localstack.Postgres;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.options.Password;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A target database with its tables, for one test. */
public final class TestTarget implements AutoCloseable {
  private final String name;
  private final Postgres server = TestStack.shared().target();
  private final DatabaseSettings settings;
  private final HikariDataSource pool;

  public TestTarget() {
    this(Changes.VERSIONS);
  }

  /** The tables of another contract. */
  public TestTarget(RowVersions versions) {
    name = "target_" + UUID.randomUUID().toString().replace("-", "");
    try {
      settings =
          new DatabaseSettings(
              "target", server.createDatabase(name), server.user(), server.password());
      TableSql sql = new TableSql(versions);
      for (String file :
          List.of(
              "V1__table.sql",
              "V2__ledger.sql",
              "V3__ledger_retention.sql",
              "V5__parked_changes.sql",
              "R__columns.sql")) {
        execute(sql.of(resource("/db/target/" + file)));
      }
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
    pool = pool(settings);
  }

  private TestTarget(String name, DatabaseSettings settings) {
    this.name = name;
    this.settings = settings;
    this.pool = pool(settings);
  }

  private static HikariDataSource pool(DatabaseSettings settings) {
    return DataSources.pool(settings, 2, "set lock_timeout = '200ms'", null);
  }

  /** The same database for another role, which is made, and has the password that is in a file. */
  public TestTarget withPasswordIn(Path file) throws SQLException, IOException {
    String role = "role_" + name;
    Password password = Password.in(file);
    executeAsSuperuser(
        "create role %1$s login password '%2$s'; grant all on all tables in schema public to %1$s"
            .formatted(role, password.get()));
    return new TestTarget(name, new DatabaseSettings("target", settings.url(), role, password));
  }

  /** What set-up repeats where it was done by a build of before. */
  public void setUpAgain() throws SQLException, IOException {
    execute(new TableSql(Changes.VERSIONS).of(resource("/db/target/R__columns.sql")));
  }

  /** As an administrator does, but for the file; whoever needs a session needs a new one. */
  public void password(String password) throws SQLException {
    executeAsSuperuser("alter role %s password '%s'".formatted(settings.user(), password));
    pool.getHikariPoolMXBean().softEvictConnections();
  }

  public DatabaseSettings settings() {
    return settings;
  }

  public String name() {
    return name;
  }

  public HikariDataSource pool() {
    return pool;
  }

  public void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** As the server's superuser, for what an owner may not do. */
  public void executeAsSuperuser(String sql) throws SQLException {
    try (Connection connection = server.connect(name);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Whether it refuses to be written, as a standby does. */
  public void readOnly(boolean readOnly) throws SQLException {
    readOnlyForNewSessions(readOnly);
    renewSessions();
  }

  /** Those that are there stay as they are. */
  public void readOnlyForNewSessions(boolean readOnly) throws SQLException {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "alter database %s set default_transaction_read_only = %s".formatted(name, readOnly));
    }
  }

  /** Whether it takes sessions; those that are there end if not, as if it were gone. */
  public void open(boolean open) throws SQLException {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("alter database %s with allow_connections %s".formatted(name, open));
      if (!open) {
        statement.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = '%s'"
                .formatted(name));
      }
    }
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
  }

  /** The first column of the result, as text; "null" for null. */
  public List<String> column(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> column = new ArrayList<>();
      while (rows.next()) {
        column.add(String.valueOf(rows.getString(1)));
      }
      return column;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All employees, one text each, ordered by key. */
  public List<String> employees() {
    return column(
        "select concat_ws(' ', emp_id, first_name, last_name, dob, city, salary) from employees"
            + " order by emp_id");
  }

  /** New sessions know what was set for the database since. */
  public void renewSessions() throws SQLException {
    // The pool connects in the background; when it has a session, none is on its way.
    pool.getConnection().close();
    pool.getHikariPoolMXBean().softEvictConnections();
  }

  /** Closes the pool; the database goes with its server. */
  @Override
  public void close() {
    pool.close();
  }

  private static String resource(String path) throws IOException {
    try (InputStream file = TestTarget.class.getResourceAsStream(path)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
