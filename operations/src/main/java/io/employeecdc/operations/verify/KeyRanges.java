package io.employeecdc.operations.verify;

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
  private final TableReader.Keys firstKeys;
  private KeyValue from;
  private boolean done;

  /**
   * Adjacent ranges of keys, for one statement.
   *
   * @param from the first range's first key; null for the lowest there can be
   * @param cuts the other ranges' first keys, ascending
   * @param to the first key behind the last range; null if there is none
   */
  record Block(KeyValue from, List<KeyValue> cuts, KeyValue to) {
    int size() {
      return cuts.size() + 1;
    }

    /** The ranges from one of them to another, both included. */
    Block part(int first, int last) {
      return new Block(
          first == 0 ? from : cuts.get(first - 1),
          cuts.subList(first, last),
          last == cuts.size() ? to : cuts.get(last));
    }
  }

  KeyRanges(RowSql sql, TableReader table, int rows) {
    this.blockLength = Math.max(1, Math.min(BLOCK_RANGES, BLOCK_ROWS / rows));
    this.firstKeys = sql.firstKeys(table, rows, blockLength);
  }

  boolean hasNext() {
    return !done;
  }

  /** The next adjacent ranges, ascending. */
  Block next() {
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

  private KeyValue take() {
    KeyValue key = firstKeys.key();
    if (key != null) {
      firstKeys.advance();
    }
    return key;
  }

  @Override
  public void close() {
    firstKeys.close();
  }
}
