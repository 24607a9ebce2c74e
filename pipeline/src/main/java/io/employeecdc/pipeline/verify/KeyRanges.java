package io.employeecdc.pipeline.verify;

import io.employeecdc.contract.table.KeyValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts all keys there can be into ranges that have the same number of rows on the side that is
 * asked. They come in blocks, each for one statement, while the server holds the rest back.
 */
final class KeyRanges implements AutoCloseable {
  /** Keeps a statement within seconds, far from a socket's time limit. */
  private static final int BLOCK_ROWS = 1_000_000;

  /** Among texts a row's range is not found by halves. */
  private static final int BLOCK_RANGES = 1_000;

  private final int blockLength;
  private final KeyCursor firstKeys;
  private KeyValue from;
  private boolean done;

  KeyRanges(RowSql sql, TableReader table, int rows) throws VerifyException {
    this.blockLength = Math.max(1, Math.min(BLOCK_RANGES, BLOCK_ROWS / rows));
    this.firstKeys = sql.firstKeys(table, rows, blockLength);
  }

  boolean hasNext() {
    return !done;
  }

  /** The next adjacent ranges, ascending. */
  Block next() throws VerifyException {
    KeyValue begin = from;
    List<KeyValue> cuts = new ArrayList<>();
    from = take();
    while (from != null && cuts.size() + 1 < blockLength) {
      cuts.add(from);
      from = take();
    }
    done = from == null;
    return new Block(begin, cuts, from);
  }

  private KeyValue take() throws VerifyException {
    KeyValue key = firstKeys.key();
    if (key != null) {
      firstKeys.advance();
    }
    return key;
  }

  @Override
  public void close() throws VerifyException {
    firstKeys.close();
  }
}
