package io.employeecdc.pipeline.verify;

import io.employeecdc.contract.table.KeyValue;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Keys and digests of some ranges, ascending by key, fetched a few thousand at a time. */
final class RowDigests implements AutoCloseable {
  private static final int FETCH = 5_000;

  private final TableReader table;
  private final PreparedStatement statement;
  private final ResultSet rows;
  private KeyValue key;
  private long digest;

  private RowDigests(TableReader table, PreparedStatement statement, ResultSet rows) {
    this.table = table;
    this.statement = statement;
    this.rows = rows;
  }

  /**
   * Stands on the first row.
   *
   * @param ranges numbers of those that are wanted of the block's, from 0
   */
  static RowDigests of(TableReader table, Block block, List<Long> ranges) throws VerifyException {
    KeyColumns keys = table.sql().keys();
    try {
      PreparedStatement statement = table.prepare(table.sql().digests(block), FETCH);
      int next = keys.set(statement, keys.set(statement, 1, block.from()), block.to());
      next = keys.setAll(statement, next, block.cuts());
      statement.setArray(next, table.bigints(ranges.toArray(Long[]::new)));
      RowDigests digests = new RowDigests(table, statement, statement.executeQuery());
      digests.advance();
      return digests;
    } catch (SQLException e) {
      throw table.failure(e);
    }
  }

  /** Whether it stands behind the last row. */
  boolean atEnd() {
    return key == null;
  }

  /** By their keys; the end is greater than every key. */
  int compareTo(RowDigests other) {
    if (atEnd() || other.atEnd()) {
      return Boolean.compare(atEnd(), other.atEnd());
    }
    return key.compareTo(other.key);
  }

  KeyValue key() {
    return key;
  }

  long digest() {
    return digest;
  }

  void advance() throws VerifyException {
    KeyColumns keys = table.sql().keys();
    try {
      key = rows.next() ? keys.read(rows) : null;
      digest = atEnd() ? 0 : rows.getLong(keys.count() + 1);
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
