package io.employeecdc.pipeline.verify;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The keys and digests of one range, ascending by key, fetched a few thousand at a time. */
final class RowDigests implements AutoCloseable {
  private static final int FETCH = 5_000;

  /** Greater than every key. */
  static final long END = Long.MAX_VALUE;

  private final TableReader table;
  private final PreparedStatement statement;
  private final ResultSet rows;
  private long key;
  private long digest;

  private RowDigests(TableReader table, PreparedStatement statement, ResultSet rows) {
    this.table = table;
    this.statement = statement;
    this.rows = rows;
  }

  /** Stands on the first row. */
  static RowDigests of(TableReader table, KeyRange range) throws VerifyException {
    try {
      PreparedStatement statement = table.prepare(RowSql.DIGESTS, FETCH);
      statement.setLong(1, range.from());
      statement.setLong(2, range.to());
      RowDigests digests = new RowDigests(table, statement, statement.executeQuery());
      digests.advance();
      return digests;
    } catch (SQLException e) {
      throw table.failure(e);
    }
  }

  /** The row's key, or {@link #END} behind the last row. */
  long key() {
    return key;
  }

  long digest() {
    return digest;
  }

  void advance() throws VerifyException {
    try {
      if (rows.next()) {
        key = rows.getLong(1);
        digest = rows.getLong(2);
      } else {
        key = END;
      }
    } catch (SQLException e) {
      throw table.failure(e);
    }
  }

  @Override
  public void close() throws VerifyException {
    try {
      statement.close();
    } catch (SQLException e) {
      throw table.failure(e);
    }
  }
}
