package io.employeecdc.pipeline.verify;

import io.employeecdc.contract.table.CapturedTable;
import javax.sql.DataSource;

/** Compares a table of two databases once, as it is. */
public final class Verifier {
  private Verifier() {}

  /**
   * Compares; needs one connection to each database and reads only. A change that is on its way
   * shows as a difference.
   *
   * @param rangeSize rows in a range, from 1
   * @param keyLimit keys of each kind that the result holds at most; it counts all
   * @throws VerifyException if a database cannot be reached or its table cannot be read
   * @throws InterruptedException if the thread is interrupted while it waits for the source
   */
  public static VerifyResult verify(
      CapturedTable table, DataSource source, DataSource target, int rangeSize, int keyLimit)
      throws VerifyException, InterruptedException {
    Tally differences = new Tally(keyLimit);
    Pass.Result compared = Pass.run(table, source, target, rangeSize, differences);
    return VerifyResult.of(compared, differences, Unsettled.NOTHING);
  }
}
