package io.employeecdc.pipeline.verify;

import java.util.List;
import javax.sql.DataSource;

/**
 * Compares the {@code employees} tables of two databases.
 *
 * <p>The source's keys are cut into ranges of equal size; each side gives a checksum for every
 * range, and only of ranges whose checksums differ are the rows' keys and digests fetched and
 * compared. Memory is that of one block of ranges and of the keys that are reported, however large
 * the tables and however much differs. Each side is seen as it was at one moment, but not both at
 * the same moment: a change that is on its way shows as a difference.
 */
public final class Verifier {
  private final Sides sides;
  private final KeyTally missing;
  private final KeyTally extra;
  private final KeyTally different;
  private long sourceRows;
  private long targetRows;

  private Verifier(Sides sides, int keyLimit) {
    this.sides = sides;
    this.missing = new KeyTally(keyLimit);
    this.extra = new KeyTally(keyLimit);
    this.different = new KeyTally(keyLimit);
  }

  /**
   * Compares; needs one connection to each database and reads only.
   *
   * @param rangeSize rows in a range, from 1
   * @param keyLimit keys of each kind that the result holds at most; it counts all
   * @throws VerifyException if a database cannot be reached or its table cannot be read
   * @throws InterruptedException if the thread is interrupted while it waits for the source
   */
  public static VerifyResult verify(
      DataSource source, DataSource target, int rangeSize, int keyLimit)
      throws VerifyException, InterruptedException {
    try (Sides sides = Sides.open(source, target)) {
      return new Verifier(sides, keyLimit).run(rangeSize);
    }
  }

  private VerifyResult run(int rangeSize) throws VerifyException, InterruptedException {
    try (KeyRanges ranges = KeyRanges.of(sides.source(), rangeSize)) {
      for (List<KeyRange> block = ranges.next(); !block.isEmpty(); block = ranges.next()) {
        compare(block);
      }
    }
    return new VerifyResult(
        sourceRows, targetRows, missing.result(), extra.result(), different.result());
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

  private void compareRow(RowDigests source, RowDigests target) throws VerifyException {
    if (source.key() < target.key()) {
      missing.add(source.key());
      source.advance();
    } else if (source.key() > target.key()) {
      extra.add(target.key());
      target.advance();
    } else {
      if (source.digest() != target.digest()) {
        different.add(source.key());
      }
      source.advance();
      target.advance();
    }
  }
}
