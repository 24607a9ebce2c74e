package io.employeecdc.producer.backfill;

import io.employeecdc.runtime.database.SqlState;
import java.sql.SQLException;

/**
 * Repeats a transaction that was undone for another one's sake, as of two that wait in a circle.
 */
final class ConflictRetry {
  private static final int TRIES = 5;

  /** A whole transaction, which has rolled back where it throws. */
  interface Transaction {
    int run() throws SQLException;
  }

  private ConflictRetry() {}

  static int run(Transaction transaction) throws SQLException {
    for (int left = TRIES - 1; ; left--) {
      try {
        return transaction.run();
      } catch (SQLException e) {
        if (left == 0 || !SqlState.isConflict(e)) {
          throw e;
        }
      }
    }
  }
}
