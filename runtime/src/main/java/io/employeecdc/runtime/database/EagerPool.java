package io.employeecdc.runtime.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.runtime.options.Password;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A pool that finds a database soon after it is back. Hikari's own thread for new connections
 * sleeps twice as long after each failure, up to 5 seconds, for as long as somebody waits. Here it
 * is woken when a wait was in vain, so that the next one begins with a try.
 */
final class EagerPool extends HikariDataSource {
  private final Source source;

  /**
   * @param config gets its data source here
   */
  static EagerPool open(HikariConfig config, Source source) {
    config.setDataSource(source);
    return new EagerPool(config, source);
  }

  private EagerPool(HikariConfig config, Source source) {
    super(config);
    this.source = source;
  }

  @Override
  public Connection getConnection() throws SQLException {
    try {
      return super.getConnection();
    } catch (SQLException e) {
      source.wake();
      throw e;
    }
  }

  /**
   * Opens connections, with the password as it is by then, and remembers which thread failed to and
   * may sleep now.
   */
  static final class Source extends PGSimpleDataSource {
    private static final long serialVersionUID = 1;

    private final transient Password password;
    private final transient PasswordChange change;
    private transient volatile Thread sleeper;

    Source(Password password) {
      this.password = password;
      this.change = new PasswordChange(password, InstantSource.system());
    }

    @Override
    public Connection getConnection() throws SQLException {
      sleeper = null;
      try {
        Connection connection = getConnection(getUser(), password.get());
        change.accepted();
        return connection;
      } catch (SQLException e) {
        sleeper = Thread.currentThread();
        throw change.refused(e);
      }
    }

    private void wake() {
      Thread asleep = sleeper;
      if (asleep != null) {
        asleep.interrupt();
      }
    }
  }
}
