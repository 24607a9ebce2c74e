package io.employeecdc.runtime.database;

import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.runtime.failure.CdcException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** One that a command works in: what it refuses ends the command, which then names it. */
public record Database(DatabaseSettings settings, DataSource pool) implements AutoCloseable {
  public interface Question<T> {
    T ask() throws SQLException;
  }

  /**
   * Connects.
   *
   * @throws CdcException with exit code 4 or 5 if it does not let us in or does not answer
   */
  public static Database open(DatabaseSettings settings, int connections) {
    DataSources.check(settings);
    return new Database(settings, DataSources.pool(settings, connections, null, null));
  }

  /** The answer, or an error that names this database and holds nothing of a row. */
  public <T> T ask(Question<T> question) {
    try {
      return question.ask();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** The answer of a connection of its own, or such an error. */
  public <T, E extends Exception> T with(Transactions.Work<T, E> work) throws E {
    try (Connection connection = pool.getConnection()) {
      return work.in(connection);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /**
   * Fails with exit code 3 if they are one, or if rows of one may be hidden from us, or a pooler
   * changes its sessions.
   */
  public static void requireTwo(Database source, Database target) {
    String there = target.place();
    Expectations.requireTwo(source.place(), there);
  }

  private String place() {
    return with(
        connection -> {
          Expectations.requireOurSession(side(), connection);
          return Expectations.place(connection);
        });
  }

  /** {@code source} or {@code target}. */
  public String side() {
    return settings.side();
  }

  /** The end of a command because of an error of this database. */
  public CdcException failure(SQLException e) {
    return SqlState.fatal(settings, DataSources.rootCause(e));
  }

  /** As its settings are shown, without a password. */
  @Override
  public String toString() {
    return settings.toString();
  }

  @Override
  public void close() {
    if (pool instanceof HikariDataSource connections) {
      connections.close();
    }
  }
}
