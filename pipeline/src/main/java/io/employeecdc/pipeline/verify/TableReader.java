package io.employeecdc.pipeline.verify;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** One side's table as it was at one moment: a repeatable-read, read-only transaction. */
final class TableReader implements AutoCloseable {
  private final Side side;
  private final Connection connection;

  private TableReader(Side side, Connection connection) {
    this.side = side;
    this.connection = connection;
  }

  /** Sets a statement's parameters. */
  interface Parameters {
    void set(PreparedStatement statement) throws SQLException;
  }

  /** Reads a row of an answer, or something of it. */
  interface Reading<T> {
    T read(ResultSet row) throws SQLException;
  }

  static TableReader open(Side side, DataSource database) throws VerifyException {
    try {
      return new TableReader(side, begin(database));
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
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** The database's encoding, as the server calls it; no statement, which would be a look. */
  String encoding() throws VerifyException {
    try {
      return connection.unwrap(PGConnection.class).getParameterStatus("server_encoding");
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Sees the table from now on as it is now. */
  void look() throws VerifyException {
    one("select 1", row -> row.getInt(1));
  }

  /** For a few rows of large tables, whatever the planner's statistics say. */
  void preferIndexes() throws VerifyException {
    one("select set_config('enable_seqscan', 'off', true)", row -> row.getString(1));
  }

  /** The answer to a question that has one. */
  <T> T one(String sql, Reading<T> reading) throws VerifyException {
    return all(sql, statement -> {}, reading).get(0);
  }

  /** All rows of an answer. */
  <T> List<T> all(String sql, Parameters parameters, Reading<T> reading) throws VerifyException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      parameters.set(statement);
      List<T> all = new ArrayList<>();
      ResultSet row = statement.executeQuery();
      while (row.next()) {
        all.add(reading.read(row));
      }
      return all;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Keys and what comes with them, fetched in portions while the server holds the rest back. */
  KeyCursor keys(KeyColumns keys, String sql, int fetchSize, Parameters parameters)
      throws VerifyException {
    try {
      PreparedStatement statement = connection.prepareStatement(sql);
      statement.setFetchSize(fetchSize);
      statement.closeOnCompletion();
      parameters.set(statement);
      return new KeyCursor(this, keys, statement.executeQuery());
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
