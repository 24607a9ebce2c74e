package io.employeecdc.localstack;

import io.employeecdc.localstack.process.Server;
import io.employeecdc.localstack.process.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/**
 * A PostgreSQL server that asks for a password (SCRAM). Beside its superuser it has a role that
 * owns the databases; in a secure stack there are others, and whoever speaks to it must encrypt.
 */
public final class Postgres extends Server {
  static final String SUPERUSER = "postgres";

  private static final String ANSWER_SECONDS = "3";

  private final String password;

  private final Security security;

  Postgres(String name, Path directory, int port, String password, Security security) {
    super(name, directory, port);
    this.password = password;
    this.security = security;
  }

  /** The JDBC URL of the database that bears the server's name; without user and password. */
  public String jdbcUrl() {
    return jdbcUrl(name());
  }

  /** The JDBC URL of one of its databases; without user and password. */
  public String jdbcUrl(String database) {
    String parameters = security == null ? "" : security.jdbcParameters();
    return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database + parameters;
  }

  /** Who owns the databases; no superuser. */
  public String user() {
    return security == null ? "cdc" : StackUser.SETUP.id();
  }

  public String password() {
    return security == null ? password : security.password(StackUser.SETUP);
  }

  String superuserPassword() {
    return password;
  }

  /** A new connection as the superuser, which the caller closes. */
  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(database), SUPERUSER, password);
  }

  /** A new connection as the databases' owner, which the caller closes. */
  public Connection connectAsOwner(String database) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(database), user(), password());
  }

  /**
   * Makes an empty database of the owner's, for one test to have to itself.
   *
   * @return its JDBC URL
   * @throws SQLException if it exists already, or the server cannot be reached
   */
  public String createDatabase(String database) throws SQLException {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE DATABASE %s OWNER %s"
              .formatted(
                  statement.enquoteIdentifier(database, true),
                  statement.enquoteIdentifier(user(), true)));
    }
    return jdbcUrl(database);
  }

  @Override
  protected void prepare() throws IOException {
    // The caller knows by its own, better, process id file that no server runs here. PostgreSQL
    // would take a killed one that nobody has reaped, or a stranger with its id, for a live one.
    Files.deleteIfExists(home().resolve("data").resolve("postmaster.pid"));
    PostgresData.prepare(home().resolve("data"), this, security);
  }

  @Override
  protected List<String> command() throws IOException {
    return PostgresBinaries.command("postgres", "-D", home().resolve("data").toString());
  }

  /** A "fast" shutdown: the polite one would wait for every client to go by itself. */
  @Override
  protected Signal stopSignal() {
    return Signal.INT;
  }

  @Override
  public boolean answers() {
    Properties properties = new Properties();
    properties.setProperty("user", SUPERUSER);
    properties.setProperty("password", password);
    properties.setProperty("loginTimeout", ANSWER_SECONDS);
    properties.setProperty("socketTimeout", ANSWER_SECONDS);
    // Each would be asked for first, and waited for again.
    if (security == null) {
      properties.setProperty("sslmode", "disable");
    }
    properties.setProperty("gssEncMode", "disable");
    try (Connection connection = DriverManager.getConnection(jdbcUrl(), properties);
        Statement statement = connection.createStatement()) {
      return statement.execute("SELECT 1");
    } catch (SQLException notYet) {
      return false;
    }
  }
}
