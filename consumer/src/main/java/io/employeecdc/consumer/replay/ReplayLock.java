package io.employeecdc.consumer.replay;

import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Turns a second replay of the same group away while the first is at work, rather than let it fence
 * the first. A courtesy: nothing depends on it, so it may go with its session.
 */
public final class ReplayLock implements AutoCloseable {
  private static final String LOCK =
      "select pg_try_advisory_lock(hashtext('cdc dlq replay'), hashtext(?))";

  private final Connection session;

  private ReplayLock(Connection session) {
    this.session = session;
  }

  /**
   * Takes the lock.
   *
   * @throws CdcException with exit code 8 if another replay has it
   */
  public static ReplayLock take(DataSource pool, ReplaySettings settings) {
    try {
      Connection session = pool.getConnection();
      if (granted(session, settings.topic() + " " + settings.group())) {
        return new ReplayLock(session);
      }
      session.close();
    } catch (SQLException e) {
      throw SqlState.fatal(settings.target(), DataSources.rootCause(e));
    }
    throw new CdcException(
        ExitCode.FENCED,
        "another 'cdc dlq replay' of group '%s' is at work; wait for its end, or stop it"
            .formatted(settings.group()));
  }

  @Override
  public void close() {
    try (session;
        PreparedStatement unlock = session.prepareStatement("select pg_advisory_unlock_all()")) {
      unlock.execute();
    } catch (SQLException e) {
      // The session is gone, and the lock with it.
    }
  }

  private static boolean granted(Connection session, String name) throws SQLException {
    try (PreparedStatement lock = session.prepareStatement(LOCK)) {
      lock.setString(1, name);
      try (ResultSet row = lock.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }
}
