package io.employeecdc.operations.verify;

import com.google.common.collect.Lists;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.contract.table.RowVersions;
import io.employeecdc.operations.verify.VerifyResult.Kind;
import io.employeecdc.producer.backfill.KeyBackfill;
import io.employeecdc.producer.capture.CaptureCheck;
import io.employeecdc.runtime.database.Database;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.setup.LockTries;
import io.employeecdc.setup.SetupSettings;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Heals what a verification found, through the normal path: keys of the source are captured again,
 * in small transactions. Never touches the target.
 */
record Repair(RowVersions versions, Database source, LockTries locks, KeyBackfill backfill) {
  private static final int CHUNK = 1_000;

  /** Writers queue behind our lock for no longer than this, then have the table for a while. */
  private static final Duration LOCK_TIMEOUT = Duration.ofMillis(250);

  /**
   * Needs two connections to the source, whose user must own the table and the capture table.
   *
   * @param waits told who holds the table while it is locked
   */
  Repair(Contract contract, Database source, Consumer<String> waits) {
    this(
        contract.versions(),
        source,
        new LockTries(SetupSettings.LOCK_TRIES, contract, waits),
        new KeyBackfill(source.pool(), contract.versions()));
  }

  /** What was captured; passed over are keys that had changed, and came through by that. */
  record Repaired(long rows, long deletes, long passedOver) {
    @Override
    public String toString() {
      String text =
          "%,d row%s of the source sent again as SNAPSHOT, %,d DELETE%s captured"
              .formatted(rows, rows == 1 ? "" : "s", deletes, deletes == 1 ? "" : "s");
      return passedOver == 0 ? text : text + "; %,d had changed meanwhile".formatted(passedOver);
    }
  }

  /**
   * Before anything is compared: whatever is captured from now on, by whomever, is new to the
   * target. Else a source whose ids were given out before is equal to it today, and the target
   * takes what changes tomorrow for known.
   *
   * @param seen the highest action id that the target has seen
   * @return whether ids were skipped for that
   * @throws CdcException with exit code 3 if the source does not capture as it must, or with exit
   *     code 5 if the table cannot be locked
   */
  boolean drawIdsAbove(long seen) {
    source.with(
        connection -> {
          new CaptureCheck(versions).verify(connection);
          return null;
        });
    return locked(() -> backfill.drawIdsAbove(seen, LOCK_TIMEOUT)) > 0;
  }

  /** Captures the keys that the result holds; fails with exit code 5 if the table stays locked. */
  Repaired run(VerifyResult found) {
    List<List<Object>> toSend =
        inOrder(
            Stream.of(Kind.MISSING, Kind.DIFFERENT)
                .flatMap(kind -> found.of(kind).keys().stream()));
    List<List<Object>> toDelete = inOrder(found.of(Kind.EXTRA).keys().stream());
    long sent = 0;
    for (List<List<Object>> keys : Lists.partition(toSend, CHUNK)) {
      sent += source.ask(() -> backfill.send(keys));
    }
    long deleted = 0;
    for (List<List<Object>> keys : Lists.partition(toDelete, CHUNK)) {
      deleted += locked(() -> backfill.delete(keys, LOCK_TIMEOUT));
    }
    return new Repaired(sent, deleted, toSend.size() + toDelete.size() - sent - deleted);
  }

  private int locked(Database.Question<Integer> work) {
    return locks.run(source, false, source::failure, work);
  }

  /** In which others lock the rows too. */
  private static List<List<Object>> inOrder(Stream<KeyValue> keys) {
    return keys.sorted().map(KeyValue::values).toList();
  }
}
