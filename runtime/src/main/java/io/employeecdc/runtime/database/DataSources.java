package io.employeecdc.runtime.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.runtime.failure.ErrorCode;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Opens connection pools. */
public final class DataSources {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** Longer than any statement of ours may take, shorter than Kafka's max.poll.interval.ms. */

  /** Of that time each. */
  private static final int CHECKS = 3;

  private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(60);

  private DataSources() {}

  /**
   * A pool that connects when first used, so that a service can start before its database.
   *
   * @param size connections at most
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
    config.setConnectionInitSql(session);
    config.setMetricRegistry(metrics);
    config.setExceptionOverride(new StaleSession());
    return EagerPool.open(config, source(database));
  }

  /** What is set here no URL may say, see {@link JdbcUrl}. */
  private static EagerPool.Source source(DatabaseSettings database) {
    EagerPool.Source source = new EagerPool.Source();
    source.setUrl(database.url());
    source.setUser(database.user());
    source.setPassword(database.password());
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
   * Checks at start that the database is there and lets us in. On a machine on which all starts at
   * once, the first handshake of a JVM may take longer than any after it.
   *
   * @throws io.employeecdc.runtime.failure.CdcException with exit code 4 or 5 if not
   */
  public static void check(HikariDataSource pool, DatabaseSettings database) {
    int left = CHECKS;
    do {
      left--;
    } while (!answers(pool, database, left > 0));
  }

  /** False if there was no answer in time and there may be one later. */
  private static boolean answers(HikariDataSource pool, DatabaseSettings database, boolean again) {
    try (Connection connection = pool.getConnection()) {
      return connection.isValid((int) CONNECT_TIMEOUT.toSeconds()) || !again;
    } catch (SQLException e) {
      if (again && mayAnswerLater(rootCause(e))) {
        return false;
      }
      throw SqlState.fatal(database, rootCause(e));
    }
  }

  /** Whether it is neither a refusal nor known that nobody is there. */
  private static boolean mayAnswerLater(SQLException e) {
    boolean refused =
        e.getCause() instanceof ConnectException || e.getCause() instanceof UnknownHostException;
    return !refused && SqlState.errorCode(e) == ErrorCode.DATABASE_UNREACHABLE;
  }

  /** Hikari reports a time-out of its own (no SQLSTATE) and hangs the driver's reason below it. */
  public static SQLException rootCause(SQLException e) {
    return e.getCause() instanceof SQLException cause ? rootCause(cause) : e;
  }
}
