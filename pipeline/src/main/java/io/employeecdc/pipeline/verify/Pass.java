package io.employeecdc.pipeline.verify;

import io.employeecdc.contract.table.CapturedTable;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * One comparison of the two tables.
 *
 * <p>The source's keys are cut into ranges of equal size; each side gives a checksum for every
 * range, and only of ranges whose checksums differ are the rows' keys and digests fetched and
 * compared: by one statement for a block of ranges, as without an index of the keys' order each
 * reads the whole table. Memory is that of one block of ranges, however large the tables and
 * however much differs. Each side is seen as it was at one moment, the source a little earlier than
 * the target.
 */
final class Pass {
  private final RowSql sql;
  private final Sides sides;
  private final KeySink sink;
  private long sourceRows;
  private long targetRows;

  /** Rows that only the source has, less those that only the target has, of a block. */
  private long missing;

  private Pass(RowSql sql, Sides sides, KeySink sink) {
    this.sql = sql;
    this.sides = sides;
    this.sink = sink;
  }

  /**
   * What was compared.
   *
   * @param through the moment at which the source was seen
   */
  record Result(long sourceRows, long targetRows, VerifiedThrough through) {}

  /** Compares; needs one connection to each database and reads only. */
  static Result run(
      CapturedTable table, DataSource source, DataSource target, int rangeSize, KeySink sink)
      throws VerifyException, InterruptedException {
    try (Sides sides = Sides.open(source, target)) {
      List<String> encodings = List.of(sides.source().encoding(), sides.target().encoding());
      Pass pass = new Pass(new RowSql(table, encodings), sides, sink);
      VerifiedThrough through = VerifiedThrough.of(sides.source(), pass.sql);
      sides.target().look();
      pass.compare(rangeSize);
      return new Result(pass.sourceRows, pass.targetRows, through);
    }
  }

  private void compare(int rangeSize) throws VerifyException, InterruptedException {
    try (KeyRanges ranges = new KeyRanges(sql, sides.source(), rangeSize)) {
      while (ranges.hasNext()) {
        compare(ranges.next());
      }
    }
  }

  private void compare(Block block) throws VerifyException, InterruptedException {
    Sides.Answers<Checksum[]> checksums = sides.ask(table -> sql.checksums(table, block));
    List<Integer> differing = new ArrayList<>();
    long surplus = 0;
    for (int i = 0; i < block.size(); i++) {
      Checksum source = checksums.source()[i];
      Checksum target = checksums.target()[i];
      sourceRows += source.rows();
      targetRows += target.rows();
      surplus += source.rows() - target.rows();
      if (!source.equals(target)) {
        differing.add(i);
      }
    }
    if (!differing.isEmpty()) {
      missing = 0;
      compareRows(block, differing);
      // Both are of one moment: if they are not the same, some row was not looked at.
      if (missing != surplus) {
        throw new IllegalStateException(
            "%d more rows are missing than extra, and the counts say %d"
                .formatted(missing, surplus));
      }
    }
  }

  private void compareRows(Block block, List<Integer> differing)
      throws VerifyException, InterruptedException {
    int first = differing.get(0);
    Block part = block.part(first, differing.get(differing.size() - 1));
    List<Integer> ranges = differing.stream().map(range -> range - first).toList();
    Sides.Answers<KeyCursor> rows = sides.ask(table -> sql.digests(table, part, ranges));
    try (KeyCursor source = rows.source();
        KeyCursor target = rows.target()) {
      while (source.key() != null || target.key() != null) {
        compareRow(source, target);
      }
    }
  }

  private void compareRow(KeyCursor source, KeyCursor target)
      throws VerifyException, InterruptedException {
    int order = source.compareTo(target);
    if (order < 0) {
      missing++;
      sink.differs(Kind.MISSING, source.key());
    } else if (order > 0) {
      missing--;
      sink.differs(Kind.EXTRA, target.key());
    } else if (source.digest() != target.digest()) {
      sink.differs(Kind.DIFFERENT, source.key());
    }
    if (order <= 0) {
      source.advance();
    }
    if (order >= 0) {
      target.advance();
    }
  }
}
