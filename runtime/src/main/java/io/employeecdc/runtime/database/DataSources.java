package io.employeecdc.runtime.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Opens connection pools. */
public final class DataSources {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** Longer than any statement of ours may take, shorter than Kafka's max.poll.interval.ms. */
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
    config.setJdbcUrl(database.url());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT_TIMEOUT.toMillis());
    config.setInitializationFailTimeout(-1);
    // As text: the driver does not see values of another type.
    config.addDataSourceProperty("ApplicationName", "employee-cdc");
    config.addDataSourceProperty("connectTimeout", String.valueOf(CONNECT_TIMEOUT.toSeconds()));
    // Without it, one that accepts the connection and says nothing has the time of a statement.
    config.addDataSourceProperty("loginTimeout", String.valueOf(CONNECT_TIMEOUT.toSeconds()));
    config.addDataSourceProperty("socketTimeout", String.valueOf(SOCKET_TIMEOUT.toSeconds()));
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    // A server's detail quotes the row.
    config.addDataSourceProperty("logServerErrorDetail", "false");
    config.setConnectionInitSql(session);
    config.setMetricRegistry(metrics);
    return new HikariDataSource(config);
  }

  /**
   * Checks at start that the database is there and lets us in.
   *
   * @throws io.employeecdc.runtime.failure.CdcException with exit code 4 or 5 if not
   */
  public static void check(HikariDataSource pool, DatabaseSettings database) {
    try (Connection connection = pool.getConnection()) {
      connection.isValid((int) CONNECT_TIMEOUT.toSeconds());
    } catch (SQLException e) {
      throw SqlState.fatal(database, rootCause(e));
    }
  }

  /** Hikari reports a time-out of its own (no SQLSTATE) and hangs the driver's reason below it. */
  public static SQLException rootCause(SQLException e) {
    return e.getCause() instanceof SQLException cause ? rootCause(cause) : e;
  }
}
