package io.employeecdc.pipeline.verify;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;

/** One side's table as it was at one moment: a repeatable-read, read-only transaction. */
final class TableReader implements AutoCloseable {
  private final Side side;
  private final RowSql sql;
  private final Connection connection;

  private TableReader(Side side, RowSql sql, Connection connection) {
    this.side = side;
    this.sql = sql;
    this.connection = connection;
  }

  static TableReader open(Side side, DataSource database, RowSql sql) throws VerifyException {
    try {
      return new TableReader(side, sql, begin(database));
    } catch (SQLException e) {
      throw new VerifyException(side, e);
    }
  }

  private static Connection begin(DataSource database) throws SQLException {
    Connection connection = database.getConnection();
    try {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute(RowSql.SESSION);
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Sees the table from now on as it is now. */
  void look() throws VerifyException {
    execute("select 1");
  }

  /** For a few rows of large tables, whatever the planner's statistics say. */
  void preferIndexes() throws VerifyException {
    execute("set local enable_seqscan = off");
  }

  /** The statements about the table. */
  RowSql sql() {
    return sql;
  }

  /** A value for a parameter that takes numbers; elements may be null. */
  Array bigints(Long... values) throws SQLException {
    return connection.createArrayOf("bigint", values);
  }

  /** A statement whose result is fetched in portions; the caller closes it. */
  PreparedStatement prepare(String sql, int fetchSize) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setFetchSize(fetchSize);
    return statement;
  }

  /** The checksum of each of these ranges. */
  Checksum[] checksums(Block block) throws VerifyException {
    Checksum[] checksums = new Checksum[block.size()];
    Arrays.fill(checksums, Checksum.EMPTY);
    try (PreparedStatement statement = connection.prepareStatement(sql.checksums(block))) {
      int next = sql.keys().setAll(statement, 1, block.cuts());
      sql.keys().set(statement, sql.keys().set(statement, next, block.from()), block.to());
      ResultSet rows = statement.executeQuery();
      while (rows.next()) {
        checksums[rows.getInt(1)] = new Checksum(rows.getLong(2), rows.getBigDecimal(3));
      }
    } catch (SQLException e) {
      throw failure(e);
    }
    return checksums;
  }

  /** Columns of the key that are of the type char(n). */
  Set<String> paddedColumns() throws VerifyException {
    Set<String> names = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql.of(KeySql.BLANK_PADDED))) {
      while (row.next()) {
        names.add(row.getString(1));
      }
    } catch (SQLException e) {
      throw failure(e);
    }
    return names;
  }

  private void execute(String sql) throws VerifyException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  VerifyException failure(SQLException e) {
    return new VerifyException(side, e);
  }

  /** Ends the transaction and gives the connection back. */
  @Override
  public void close() {
    try (connection) {
      connection.rollback();
    } catch (SQLException e) {
      // Nothing was written, so nothing is lost; the pool drops a connection that cannot be reset.
    }
  }
}
