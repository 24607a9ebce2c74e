package io.employeecdc.runtime.database;

import java.sql.Connection;
import java.sql.SQLException;

/** Transactions that take effect as a whole or not at all. */
public final class Transactions {
  private Transactions() {}

  /** What is done in one; {@code E} is what it throws beside the database's errors. */
  public interface Work<T, E extends Exception> {
    T in(Connection connection) throws SQLException, E;
  }

  /** Commits what was done, or rolls it back if it failed. */
  public static <T, E extends Exception> T run(Connection connection, Work<T, E> work)
      throws SQLException, E {
    connection.setAutoCommit(false);
    try {
      T result = work.in(connection);
      connection.commit();
      return result;
    } catch (Throwable failure) {
      try {
        connection.rollback();
      } catch (SQLException e) {
        failure.addSuppressed(e);
      }
      throw failure;
    }
  }
}
