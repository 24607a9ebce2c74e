package io.employeecdc.operations.verify;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.operations.verify.VerifyResult.DifferingKeys;
import io.employeecdc.runtime.database.Database;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Compares a table of two databases. Reads only; a database that cannot be read ends it with a
 * {@link io.employeecdc.runtime.failure.CdcException}.
 *
 * @param rangeSize rows in a range, from 1
 * @param keyLimit keys of each kind that the result holds at most; it counts all
 */
public record Verifier(
    CapturedTable table, Database source, Database target, int rangeSize, int keyLimit) {
  /** Rows in a range where nobody says otherwise. */
  public static final int RANGE_SIZE = 10_000;

  /**
   * Compares once, with one connection to each database. A change that is on its way shows as a
   * difference.
   */
  public VerifyResult once() throws InterruptedException {
    KeyTally.ByKind differences = new KeyTally.ByKind(keyLimit);
    Pass.Result compared = Pass.run(this, differences::add);
    return compared.with(differences.result(), 0, "");
  }

  /**
   * Compares beside live traffic, with up to three connections to each database: a difference is
   * what remains different although the pipeline has handled everything that could make it equal.
   * Asks Kafka only if something differs at first sight.
   *
   * @param candidateLimit keys that are held in memory at most until they are settled
   * @param settling told how many keys differ at first sight, before they are settled
   */
  VerifyResult settled(PipelineWatch.Settings settings, int candidateLimit, LongConsumer settling)
      throws InterruptedException {
    KeyTally found = new KeyTally(candidateLimit);
    Pass.Result compared = Pass.run(this, (kind, key) -> found.add(key));
    DifferingKeys candidates = found.result();
    if (candidates.count() == 0) {
      return compared.with(Map.of(), 0, "");
    }
    settling.accept(candidates.count());
    try (PipelineWatch pipeline = PipelineWatch.open(settings, table, source, target)) {
      return new Rounds(this, pipeline, candidateLimit, compared, candidates).run();
    }
  }
}
