package io.employeecdc.consumer.replay;

import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.Query;
import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a second replay of the same group away while the first is at work, rather than let it fence
 * the first, which could take the group back after an outage of Kafka. The lock may go with its
 * session: two at once may double a letter that fails again, and lose none.
 */
public final class ReplayLock {
  private static final Logger LOG = LoggerFactory.getLogger(ReplayLock.class);
  private static final String LOCK =
      "select pg_try_advisory_lock(hashtext('cdc dlq replay'), hashtext(?))";
  private static final String UNLOCK =
      "select pg_advisory_unlock(hashtext('cdc dlq replay'), hashtext(?))";

  private ReplayLock() {}

  /**
   * Does something that no other replay of the group does meanwhile.
   *
   * @param pool one of its connections is held
   * @throws CdcException with exit code 8 if another replay is at work
   */
  public static <T> T holding(DataSource pool, ReplaySettings settings, Supplier<T> work) {
    String name = settings.topic() + " " + settings.group();
    try (Connection session = pool.getConnection()) {
      if (!Query.one(session, LOCK, row -> row.getBoolean(1), name)) {
        throw new CdcException(
            ExitCode.FENCED,
            "another 'cdc dlq replay' of group '%s' is at work; wait for its end, or stop it"
                .formatted(settings.group()));
      }
      try {
        return work.get();
      } finally {
        unlock(session, name);
      }
    } catch (SQLException e) {
      throw SqlState.fatal(settings.target(), DataSources.rootCause(e));
    }
  }

  /** Without an error: a session that is gone has taken the lock with it. */
  private static void unlock(Connection session, String name) {
    try {
      boolean unused = Query.one(session, UNLOCK, row -> row.getBoolean(1), name);
    } catch (SQLException e) {
      LOG.debug("The lock went with its session: {}", SqlState.describe(e));
    }
  }
}
