package io.employeecdc.pipeline.verify;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.pipeline.verify.settle.Deadline;
import io.employeecdc.pipeline.verify.settle.SettleSettings;
import io.employeecdc.pipeline.verify.settle.Settling;
import java.util.function.LongConsumer;
import javax.sql.DataSource;

/**
 * Compares beside live traffic: a difference is what remains different although the pipeline has
 * handled everything that could make it equal. Asks Kafka only if something differs at first sight.
 */
public final class SettledVerifier {
  private final Tables tables;
  private final SettleSettings settings;
  private final LongConsumer settling;

  /**
   * A verification that has not begun.
   *
   * @param settling told how many keys differ at first sight, before they are settled
   */
  public SettledVerifier(Tables tables, SettleSettings settings, LongConsumer settling) {
    this.tables = tables;
    this.settings = settings;
    this.settling = settling;
  }

  /**
   * What to compare, and how much of it to keep.
   *
   * @param source gives two connections
   * @param target gives two connections
   * @param rangeSize rows in a range, from 1
   * @param keyLimit keys of each kind that the result holds at most; it counts all
   * @param candidateLimit keys that are held in memory at most until they are settled
   */
  public record Tables(
      CapturedTable table,
      DataSource source,
      DataSource target,
      int rangeSize,
      int keyLimit,
      int candidateLimit) {
    Pass.Result compare(KeySink sink) throws VerifyException, InterruptedException {
      return Pass.run(table, source, target, rangeSize, sink);
    }
  }

  /**
   * Compares, waits, and decides.
   *
   * @throws VerifyException if a database cannot be reached or one of its tables cannot be read
   * @throws io.employeecdc.runtime.failure.CdcException if Kafka is needed and does not answer
   */
  public VerifyResult run() throws VerifyException, InterruptedException {
    KeyTally found = new KeyTally(tables.candidateLimit());
    Pass.Result compared = tables.compare(found);
    if (found.count() == 0) {
      return VerifyResult.of(compared, new Tally(0), Unsettled.NOTHING);
    }
    settling.accept(found.count());
    try (Settling pipeline = Settling.open(settings, tables.table(), tables.source())) {
      return new Rounds(tables, pipeline, Deadline.in(settings.limit()), compared, found).run();
    }
  }
}
