package io.employeecdc.operations.verify;

import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.runtime.database.Database;
import io.employeecdc.runtime.database.Query;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;

/** One side's table as it was at one moment: a repeatable-read, read-only transaction. */
record TableReader(Database side, Connection connection) implements AutoCloseable {
  TableReader(Database side) {
    this(side, side.ask(() -> begin(side)));
  }

  private static Connection begin(Database side) throws SQLException {
    Connection connection = side.pool().getConnection();
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

  /** The database's encoding, as the server calls it; no statement, which would fix the moment. */
  String encoding() {
    return side.ask(
        () -> connection.unwrap(PGConnection.class).getParameterStatus("server_encoding"));
  }

  <T> T one(String sql, Query.Row<T> reading) {
    return side.ask(() -> Query.one(connection, sql, reading));
  }

  <T> List<T> all(String sql, Query.Parameters parameters, Query.Row<T> reading) {
    return side.ask(() -> Query.read(connection, sql, parameters, reading));
  }

  /** Keys and what comes with them, fetched in portions while the server holds the rest back. */
  Keys keys(RowSql of, String sql, int fetchSize, Query.Parameters parameters) {
    return side.ask(
        () -> {
          PreparedStatement statement = connection.prepareStatement(sql);
          statement.setFetchSize(fetchSize);
          statement.closeOnCompletion();
          parameters.set(statement);
          return new Keys(of, statement.executeQuery());
        });
  }

  @Override
  public void close() {
    try (connection) {
      connection.rollback();
    } catch (SQLException e) {
      // Nothing was written, so nothing is lost; the pool drops a connection that cannot be reset.
    }
  }

  /** Stands on a row of an answer that has ascending keys, and may have digests. */
  final class Keys implements AutoCloseable {
    private final RowSql of;
    private final ResultSet rows;
    private KeyValue key;

    private Keys(RowSql of, ResultSet rows) {
      this.of = of;
      this.rows = rows;
      advance();
    }

    /** Null behind the last row. */
    KeyValue key() {
      return key;
    }

    long digest() {
      return side.ask(() -> rows.getLong(of.keyColumns() + 1));
    }

    void advance() {
      key = side.ask(() -> rows.next() ? of.read(rows) : null);
    }

    /** By the keys; behind the last row is greater than every key. */
    int compareTo(Keys other) {
      return key == null || other.key == null
          ? Boolean.compare(key == null, other.key == null)
          : key.compareTo(other.key);
    }

    @Override
    public void close() {
      side.ask(
          () -> {
            rows.close();
            return null;
          });
    }
  }
}
