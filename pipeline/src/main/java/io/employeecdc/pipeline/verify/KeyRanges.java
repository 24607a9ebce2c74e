package io.employeecdc.pipeline.verify;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts all keys there can be into ranges that have the same number of rows on the side that is
 * asked. They come in blocks, each for one statement, while the server holds the rest back.
 */
final class KeyRanges implements AutoCloseable {
  /** Keeps a statement within seconds, far from a socket's time limit. */
  private static final int BLOCK_ROWS = 1_000_000;

  private final TableReader table;
  private final int blockLength;
  private final PreparedStatement statement;
  private final ResultSet firstKeys;
  private long from = Long.MIN_VALUE;
  private boolean done;

  private KeyRanges(
      TableReader table, int blockLength, PreparedStatement statement, ResultSet firstKeys) {
    this.table = table;
    this.blockLength = blockLength;
    this.statement = statement;
    this.firstKeys = firstKeys;
  }

  static KeyRanges of(TableReader table, int rows) throws VerifyException {
    int blockLength = Math.max(1, BLOCK_ROWS / rows);
    try {
      PreparedStatement statement = table.prepare(RowSql.FIRST_KEYS, blockLength);
      statement.setInt(1, rows);
      return new KeyRanges(table, blockLength, statement, statement.executeQuery());
    } catch (SQLException e) {
      throw table.failure(e);
    }
  }

  /** The next adjacent ranges, ascending; empty at the end. */
  List<KeyRange> next() throws VerifyException {
    List<KeyRange> block = new ArrayList<>();
    try {
      while (!done && block.size() < blockLength) {
        done = !firstKeys.next();
        long to = done ? Long.MAX_VALUE : firstKeys.getLong(1);
        block.add(new KeyRange(from, to));
        from = to;
      }
    } catch (SQLException e) {
      throw table.failure(e);
    }
    return block;
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
