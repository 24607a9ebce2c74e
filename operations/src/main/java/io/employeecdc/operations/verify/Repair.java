package io.employeecdc.operations.verify;

import com.google.common.collect.Lists;
import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.contract.table.RowVersions;
import io.employeecdc.operations.database.Database;
import io.employeecdc.producer.backfill.KeyBackfill;
import io.employeecdc.producer.capture.CaptureCheck;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Heals what a verification found, through the normal path: keys of the source are captured again,
 * in small transactions. Never touches the target.
 */
final class Repair {
  private static final int CHUNK = 1_000;

  /** Writers queue behind our lock for no longer than this, then have the table for a while. */
  private static final Duration LOCK_TIMEOUT = Duration.ofMillis(250);

  private static final long PAUSE_MS = 1_000;
  private static final int TRIES = 30;
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final RowVersions versions;
  private final Database source;
  private final KeyBackfill backfill;

  /** Needs one connection to the source, whose user must own the table and the capture table. */
  Repair(RowVersions versions, Database source) {
    this.versions = versions;
    this.source = source;
    this.backfill = new KeyBackfill(source.pool(), versions);
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
  boolean drawIdsAbove(long seen) throws InterruptedException {
    source.with(
        connection -> {
          new CaptureCheck(versions).verify(connection);
          return null;
        });
    return locked(() -> backfill.drawIdsAbove(seen, LOCK_TIMEOUT)) > 0;
  }

  /** Captures the keys that the result holds; fails with exit code 5 if the table stays locked. */
  Repaired run(VerifyResult found) throws InterruptedException {
    List<List<Object>> toSend =
        inOrder(Stream.concat(found.missing().keys().stream(), found.different().keys().stream()));
    List<List<Object>> toDelete = inOrder(found.extra().keys().stream());
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

  private int locked(Database.Question<Integer> work) throws InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        return work.ask();
      } catch (SQLException e) {
        if (!SqlState.code(DataSources.rootCause(e)).equals(LOCK_NOT_AVAILABLE)) {
          throw source.failure(e);
        }
        if (tries == TRIES) {
          throw lockedOut(e);
        }
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
    }
  }

  private CdcException lockedOut(SQLException e) {
    return new CdcException(
        ExitCode.UNREACHABLE,
        "the source's %s could not be locked for a moment in %d tries:"
                .formatted(versions.table(), TRIES)
            + " transactions that write it stay open; repair again when they have ended",
        e);
  }

  /** In which others lock the rows too. */
  private static List<List<Object>> inOrder(Stream<KeyValue> keys) {
    return keys.sorted().map(KeyValue::values).toList();
  }
}
