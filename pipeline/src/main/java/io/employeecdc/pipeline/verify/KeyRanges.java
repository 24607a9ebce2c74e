package io.employeecdc.pipeline.verify;

import io.employeecdc.contract.table.KeyValue;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts all keys there can be into ranges that have the same number of rows on the side that is
 * asked. They come in blocks, each for one statement, while the server holds the rest back.
 */
final class KeyRanges implements AutoCloseable {
  /** Keeps a statement within seconds, far from a socket's time limit. */
  private static final int BLOCK_ROWS = 1_000_000;

  /** Where a range is looked for among texts, each is passed by. */
  private static final int BLOCK_RANGES = 1_000;

  private final TableReader table;
  private final int blockLength;
  private final PreparedStatement statement;
  private final ResultSet firstKeys;
  private KeyValue from;
  private boolean done;

  private KeyRanges(
      TableReader table, int blockLength, PreparedStatement statement, ResultSet firstKeys) {
    this.table = table;
    this.blockLength = blockLength;
    this.statement = statement;
    this.firstKeys = firstKeys;
  }

  static KeyRanges of(TableReader table, int rows) throws VerifyException {
    int blockLength = Math.max(1, Math.min(BLOCK_RANGES, BLOCK_ROWS / rows));
    try {
      PreparedStatement statement = table.prepare(table.sql().firstKeys(), blockLength);
      statement.setInt(1, rows);
      return new KeyRanges(table, blockLength, statement, statement.executeQuery());
    } catch (SQLException e) {
      throw table.failure(e);
    }
  }

  /** The next adjacent ranges, ascending; empty at the end. */
  Optional<Block> next() throws VerifyException {
    if (done) {
      return Optional.empty();
    }
    KeyValue begin = from;
    List<KeyValue> cuts = new ArrayList<>();
    try {
      while (true) {
        done = !firstKeys.next();
        from = done ? null : table.sql().keys().read(firstKeys);
        if (done || cuts.size() + 1 == blockLength) {
          return Optional.of(new Block(begin, cuts, from));
        }
        cuts.add(from);
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
