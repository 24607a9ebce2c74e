package io.employeecdc.pipeline.verify;

import java.util.List;
import javax.sql.DataSource;

/**
 * One comparison of the two tables.
 *
 * <p>The source's keys are cut into ranges of equal size; each side gives a checksum for every
 * range, and only of ranges whose checksums differ are the rows' keys and digests fetched and
 * compared. Memory is that of one block of ranges, however large the tables and however much
 * differs. Each side is seen as it was at one moment, the source a little earlier than the target.
 */
final class Pass {
  private final Sides sides;
  private final KeySink sink;
  private long sourceRows;
  private long targetRows;

  private Pass(Sides sides, KeySink sink) {
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
  static Result run(DataSource source, DataSource target, int rangeSize, KeySink sink)
      throws VerifyException, InterruptedException {
    try (Sides sides = Sides.open(source, target)) {
      VerifiedThrough through = Moment.of(sides.source());
      sides.target().look();
      return new Pass(sides, sink).run(rangeSize, through);
    }
  }

  private Result run(int rangeSize, VerifiedThrough through)
      throws VerifyException, InterruptedException {
    try (KeyRanges ranges = KeyRanges.of(sides.source(), rangeSize)) {
      for (List<KeyRange> block = ranges.next(); !block.isEmpty(); block = ranges.next()) {
        compare(block);
      }
    }
    return new Result(sourceRows, targetRows, through);
  }

  private void compare(List<KeyRange> block) throws VerifyException, InterruptedException {
    Sides.Answers<Checksum[]> checksums = sides.ask(table -> table.checksums(block));
    for (int i = 0; i < block.size(); i++) {
      Checksum source = checksums.source()[i];
      Checksum target = checksums.target()[i];
      sourceRows += source.rows();
      targetRows += target.rows();
      if (!source.equals(target)) {
        compareRows(block.get(i));
      }
    }
  }

  private void compareRows(KeyRange range) throws VerifyException, InterruptedException {
    Sides.Answers<RowDigests> rows = sides.ask(table -> RowDigests.of(table, range));
    try (RowDigests source = rows.source();
        RowDigests target = rows.target()) {
      while (source.key() != RowDigests.END || target.key() != RowDigests.END) {
        compareRow(source, target);
      }
    }
  }

  private void compareRow(RowDigests source, RowDigests target)
      throws VerifyException, InterruptedException {
    if (source.key() < target.key()) {
      sink.differs(Kind.MISSING, source.key());
      source.advance();
    } else if (source.key() > target.key()) {
      sink.differs(Kind.EXTRA, target.key());
      target.advance();
    } else {
      if (source.digest() != target.digest()) {
        sink.differs(Kind.DIFFERENT, source.key());
      }
      source.advance();
      target.advance();
    }
  }
}
