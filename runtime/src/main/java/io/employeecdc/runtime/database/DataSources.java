package io.employeecdc.runtime.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.failure.ExitCode;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

public final class DataSources {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** Longer than any statement of ours may take, shorter than Kafka's max.poll.interval.ms. */
  private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(60);

  /** Each of up to {@link #CONNECT_TIMEOUT}. */
  private static final int CHECKS = 3;

  /**
   * Whatever is set for our role or the database. Rows that a policy hides would be taken for
   * deleted ones: rather an error than a part of them. And somebody's limit of time would end the
   * same statement again and again, as an outage without end; {@link #SOCKET_TIMEOUT} ends what
   * takes too long. Names and texts are told and written in one way. The last limit is there from
   * PostgreSQL 17 on.
   */
  public static final String EACH_SESSION =
      "set row_security = off; set statement_timeout = 0; set lock_timeout = 0;"
          + " set idle_in_transaction_session_timeout = 0; set idle_session_timeout = 0;"
          + " set quote_all_identifiers = off; set standard_conforming_strings = on;"
          + " select pg_catalog.set_config(name, '0', false) from pg_catalog.pg_settings"
          + " where name operator(pg_catalog.=) 'transaction_timeout'";

  private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(1);

  private DataSources() {}

  /**
   * A pool that connects when first used, so that a service can start before its database.
   *
   * @param session statements to run on each new connection; null for none
   * @param metrics where the pool reports its usage; null for none
   */
  public static HikariDataSource pool(
      DatabaseSettings database, int size, String session, MeterRegistry metrics) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(database.side());
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT_TIMEOUT.toMillis());
    config.setInitializationFailTimeout(-1);
    config.setConnectionInitSql(session == null ? EACH_SESSION : EACH_SESSION + "; " + session);
    // Whatever the database's default is: under another, who waited for a row's lock must fail.
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.setMetricRegistry(metrics);
    config.setExceptionOverride(new StaleSession());
    return EagerPool.open(config, source(database));
  }

  /**
   * A session that may not write goes from its pool. It would stay as it is when the database may
   * be written again, or when another server has become the primary; a new one finds out.
   */
  private static final class StaleSession implements SQLExceptionOverride {
    @java.lang.Override
    public Override adjudicate(SQLException e) {
      return SqlState.READ_ONLY.equals(e.getSQLState())
          ? Override.MUST_EVICT
          : Override.CONTINUE_EVICT;
    }
  }

  /** What is set here no URL may say, see {@link JdbcUrl}. */
  private static EagerPool.Source source(DatabaseSettings database) {
    EagerPool.Source source = new EagerPool.Source(database.secret());
    source.setUrl(database.url());
    source.setUser(database.user());
    source.setApplicationName("employee-cdc");
    source.setConnectTimeout((int) CONNECT_TIMEOUT.toSeconds());
    // Without it, one that accepts the connection and says nothing has the time of a statement.
    source.setLoginTimeout((int) CONNECT_TIMEOUT.toSeconds());
    source.setSocketTimeout((int) SOCKET_TIMEOUT.toSeconds());
    source.setTcpKeepAlive(true);
    source.setReWriteBatchedInserts(true);
    // A server's detail quotes the row.
    source.setLogServerErrorDetail(false);
    return source;
  }

  /**
   * Checks at start that the database is there and lets us in. A refusal is final; who does not
   * answer is asked again, since on a machine on which all starts at once the first handshake may
   * take longer than any after it. A pool would be asked for the whole time-out, also if refused.
   *
   * @throws CdcException with exit code 4 or 5 if not
   */
  public static void check(DatabaseSettings database) {
    EagerPool.Source source = source(database);
    try {
      for (int left = CHECKS - 1; !answers(source, database, left > 0); left--) {
        TimeUnit.MILLISECONDS.sleep(BETWEEN_CHECKS.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CdcException(ExitCode.UNEXPECTED, "interrupted while asking for a database", e);
    }
  }

  /** False if there was no answer and there may be one later. */
  private static boolean answers(
      EagerPool.Source source, DatabaseSettings database, boolean again) {
    try (Connection connection = source.getConnection()) {
      if (!connection.isValid((int) CONNECT_TIMEOUT.toSeconds())) {
        return !again;
      }
      requireOwnSession(source, connection, database);
      return true;
    } catch (SQLException e) {
      if (again && SqlState.errorCode(e) == ErrorCode.DATABASE_UNREACHABLE) {
        return false;
      }
      throw SqlState.fatal(database, e);
    }
  }

  /**
   * What we set must be there in the next transaction. A pooler that keeps sessions for
   * transactions alone gives the one used last to whoever begins one.
   */
  private static void requireOwnSession(
      EagerPool.Source source, Connection connection, DatabaseSettings database)
      throws SQLException {
    int ours = session(connection);
    try (Connection other = source.getConnection()) {
      other.setAutoCommit(false);
      if (session(other) == ours) {
        throw SqlState.pooled(database);
      }
      other.rollback();
    }
  }

  private static int session(Connection connection) throws SQLException {
    return Query.one(connection, "select pg_catalog.pg_backend_pid()", row -> row.getInt(1));
  }

  /** Hikari reports a time-out of its own (no SQLSTATE) and hangs the driver's reason below it. */
  public static SQLException rootCause(SQLException e) {
    return e.getCause() instanceof SQLException cause ? rootCause(cause) : e;
  }
}
