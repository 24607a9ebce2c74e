package io.employeecdc.pipeline.verify;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.pipeline.output.JsonOutput;
import io.employeecdc.pipeline.verify.settle.SettleSettings;
import io.employeecdc.runtime.database.DatabaseSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What to compare and how to say it.
 *
 * @param settle empty to compare once
 * @param rangeSize rows in a range
 * @param keyLimit keys of each kind that are reported at most
 * @param metricsFile empty for none
 */
record VerifySettings(
    CapturedTable table,
    DatabaseSettings source,
    DatabaseSettings target,
    Optional<SettleSettings> settle,
    int rangeSize,
    int keyLimit,
    RepairSettings repair,
    Optional<Path> metricsFile,
    JsonOutput json) {

  /**
   * Whether differences are healed.
   *
   * @param ask whether whoever sits at the terminal has the last word
   */
  record RepairSettings(boolean wanted, boolean ask, MostDeletes mostDeletes) {}

  /**
   * How many keys may be deleted, as a source that is empty, or another one, looks like one whose
   * rows were all deleted.
   *
   * @param text as it was given: a number of keys, or a share of the target's rows such as 5%
   */
  record MostDeletes(String text) {
    /** The limit for a target of so many rows; a share of it is rounded up. */
    long of(long rows) {
      return text.endsWith("%")
          ? (rows * Long.parseLong(text.substring(0, text.length() - 1)) + 99) / 100
          : Long.parseLong(text);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
