package io.employeecdc.producer.backfill;

import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.service.Backoff;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/**
 * Repeats a transaction that was undone for another one's sake, as of two that wait in a circle,
 * after a pause in which the other one may end.
 */
final class ConflictRetry {
  private static final int TRIES = 5;

  /** A whole transaction, which has rolled back where it throws. */
  interface RetriedTransaction {
    int run() throws SQLException;
  }

  private ConflictRetry() {}

  static int run(RetriedTransaction transaction) throws SQLException {
    Backoff backoff = new Backoff();
    for (int left = TRIES - 1; ; left--) {
      try {
        return transaction.run();
      } catch (SQLException e) {
        if (left == 0 || !SqlState.isConflict(e) || isInterrupted(backoff)) {
          throw e;
        }
      }
    }
  }

  private static boolean isInterrupted(Backoff backoff) {
    try {
      TimeUnit.MILLISECONDS.sleep(backoff.next().toMillis());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
