package io.employeecdc.consumer.apply;

import io.employeecdc.consumer.failure.FailurePolicy;
import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.RowVersions;
import io.employeecdc.contract.table.TableSql;
import io.employeecdc.runtime.database.Query;
import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.database.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The table in the target: connections, and what is known of it. For any number of threads. Its
 * columns' types are asked when they are first needed, and again after a failure: somebody may have
 * changed them.
 */
public final class Target {
  /**
   * Limits of our sessions; run on each new connection. A consumer that stands still in a
   * transaction (a stopped process, a lost network) keeps its rows locked from its successor: the
   * server ends its transaction, and whoever waits for a lock tries again later rather than hang.
   *
   * <p>And indexes only: the server keeps the plans of our few statements, made for the size that
   * it last knew. In a table that was small then, it would compare every row with every key of a
   * batch, which takes a thousand times longer once the table has grown.
   */
  public static final String SESSION =
      "set lock_timeout = '10s'; set idle_in_transaction_session_timeout = '20s';"
          + " set enable_seqscan = off; set jit = off; set synchronous_commit = on";

  private final DataSource connections;
  private final RowVersions versions;
  private final TableSql sql;
  private volatile ApplySql statements;

  /**
   * Asks nothing yet.
   *
   * @param connections of PostgreSQL's driver, pooled or not
   */
  public Target(DataSource connections, RowVersions versions) {
    this.connections = connections;
    this.versions = versions;
    this.sql = new TableSql(versions);
  }

  public Connection connection() throws SQLException {
    return connections.getConnection();
  }

  /**
   * Does something as a whole or not at all. After a failure nothing that is known of the table is
   * relied on: somebody may have changed it.
   */
  public <T, E extends Exception> T transact(Transactions.Work<T, E> work) throws SQLException, E {
    try (Connection connection = connection()) {
      return Transactions.run(connection, work);
    } catch (Throwable e) {
      statements = null;
      throw e;
    }
  }

  public CapturedTable table() {
    return versions.table();
  }

  public RowVersions versions() {
    return versions;
  }

  /** A statement with the table's parts in the place of <code>${name}</code>. */
  public String sql(String template) {
    return sql.of(template);
  }

  /**
   * As {@link #sql(String)}, with what depends on the types of the target's columns.
   *
   * @param connection asked for them if need be
   */
  public String sql(Connection connection, String template) throws SQLException {
    return known(connection).of(template);
  }

  /** What to do about an error of a statement on the table or on ours. */
  public FailurePolicy policy(SQLException e) {
    return FailurePolicy.of(e, table().names());
  }

  /** A trigger that returns null takes a row out of a write, and nothing fails. */
  public static void requireNone(long left) throws SQLException {
    if (left > 0) {
      throw new SQLException("the target took a row out of our write", SqlState.NOT_WRITTEN);
    }
  }

  /** Checks now what would be checked when the transaction commits, and from then on at once. */
  public static void checkDeferred(Connection connection) throws SQLException {
    int unused = Query.update(connection, "set constraints all immediate");
  }

  public Constraints constraints(Connection connection) throws SQLException {
    return Constraints.of(connection, table(), known(connection));
  }

  Statements statements(Connection connection) throws SQLException {
    return new Statements(connection, table(), known(connection));
  }

  private ApplySql known(Connection connection) throws SQLException {
    ApplySql known = statements;
    if (known == null) {
      known = new ApplySql(versions, sql, connection);
      statements = known;
    }
    return known;
  }
}
