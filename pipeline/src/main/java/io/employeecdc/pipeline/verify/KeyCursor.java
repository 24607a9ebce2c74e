package io.employeecdc.pipeline.verify;

import io.employeecdc.contract.table.KeyValue;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Stands on a row of an answer that has ascending keys, and may have digests. */
final class KeyCursor implements AutoCloseable {
  private final TableReader table;
  private final KeyColumns keys;
  private final ResultSet rows;
  private KeyValue key;

  /** On the first row. */
  KeyCursor(TableReader table, KeyColumns keys, ResultSet rows) throws VerifyException {
    this.table = table;
    this.keys = keys;
    this.rows = rows;
    advance();
  }

  /** Null behind the last row. */
  KeyValue key() {
    return key;
  }

  long digest() throws VerifyException {
    try {
      return rows.getLong(keys.count() + 1);
    } catch (SQLException e) {
      throw table.failure(e);
    }
  }

  void advance() throws VerifyException {
    try {
      key = rows.next() ? keys.read(rows) : null;
    } catch (SQLException e) {
      throw table.failure(e);
    }
  }

  /** By the keys; behind the last row is greater than every key. */
  int compareTo(KeyCursor other) {
    return key == null || other.key == null
        ? Boolean.compare(key == null, other.key == null)
        : key.compareTo(other.key);
  }

  @Override
  public void close() throws VerifyException {
    try {
      rows.close();
    } catch (SQLException e) {
      throw table.failure(e);
    }
  }
}
