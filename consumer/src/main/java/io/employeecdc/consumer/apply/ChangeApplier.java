package io.employeecdc.consumer.apply;

import io.employeecdc.consumer.failure.FailurePolicy;
import io.employeecdc.runtime.database.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies a batch of changes in one transaction, with an effect that is exactly once.
 *
 * <p>First each key's row in the guard ({@code employee_versions}) is moved to the batch's newest
 * change of that key, unless it is there or beyond. That one statement is the guard against older
 * changes, which a DELETE does not lift because the guard's row outlives the table's, and it is the
 * lock: it holds every row it met, changed or not, until the transaction ends. So of two consumers
 * with the same key (one of them stopped for a minute and thought dead, or a replay of dead letters
 * beside live traffic) the second waits, then sees what the first did. Rows are locked in ascending
 * order of the key, so two batches cannot wait for each other.
 *
 * <p>Then all changes enter the ledger ({@code processed_events}), which tells those that were
 * there before, and the winners are deleted from or written to the table. Deletes go first: a row
 * that goes may free a unique value that another takes over. Last, {@code applied_offsets} moves.
 *
 * <p>Nearly always all changes of a batch are new, and a plain insert into the ledger costs less
 * than half of one that looks for conflicts. So that is tried first; if the guard or the ledger has
 * one of the changes, or the target refuses one, the transaction is done again by {@link
 * Isolation}, and so are the next ones until a batch is new and good again. Whatever happens, it is
 * one transaction that takes effect or none.
 */
public final class ChangeApplier {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeApplier.class);

  private final Target target;
  private final boolean rehearsal;

  /** Shared by all threads: after a reset of the group all of them meet duplicates. */
  private volatile boolean expectNew;

  /** Shared as well: where one batch had a bad change, the next may. */
  private volatile boolean expectBad;

  private ChangeApplier(Target target, boolean rehearsal) {
    this.target = target;
    this.rehearsal = rehearsal;
    // Most of what is rehearsed has been through, and each refusal is a line in the server's log.
    this.expectNew = !rehearsal;
  }

  /** One whose changes stay. */
  public ChangeApplier(Target target) {
    this(target, false);
  }

  /**
   * One that finds out what would become of changes, by applying them and rolling that back;
   * constraints that are checked at the end of a transaction are checked as well.
   */
  public static ChangeApplier rehearsal(Target target) {
    return new ChangeApplier(target, true);
  }

  public AppliedOffsets offsets() {
    return new AppliedOffsets(target);
  }

  /**
   * Applies all changes that the target takes, in one transaction, or none if it throws; unless the
   * connection is lost while it commits, when either may be the case. It can be repeated in any
   * case.
   *
   * @param batch in any order; any number of changes per employee
   * @param origins asked for those only that must wait for another row
   * @param through moves with them
   * @throws io.employeecdc.runtime.failure.CdcException if the target lacks what lies before the
   *     batch
   * @throws SQLException if no record is to blame
   */
  public Applied apply(List<Change> batch, Function<Change, Origin> origins, AppliedThrough through)
      throws SQLException {
    if (batch.isEmpty() && through.moves().isEmpty()) {
      return Applied.NOTHING;
    }
    List<List<Change>> layers = Layers.of(batch);
    boolean bad = expectBad;
    if (!bad && expectNew && layers.size() == 1) {
      try {
        Optional<Applied> applied = target.transact(asNew(batch, through));
        if (applied.isPresent()) {
          return applied.get();
        }
        LOG.debug("A batch holds changes that have been through");
      } catch (SQLException e) {
        bad = target.policy(e).isOfRecord();
        if (!bad && !FailurePolicy.isInLedger(e, target.table().names())) {
          throw e;
        }
      }
    }
    boolean refused = bad;
    Applied applied =
        target.transact(
            connection -> {
              Isolation isolation = new Isolation(connection, target, origins);
              return ended(isolation.run(batch, layers, refused, through), connection);
            });
    if (batch.isEmpty()) {
      // Of a thread without records; it says nothing of the others' next ones.
      return applied;
    }
    expectBad = !applied.failed().isEmpty() || applied.outcomes().contains(Effect.PARKED);
    if (!expectBad) {
      expectNew = applied.outcomes().stream().allMatch(Effect.APPLIED::equals) && !shareIds(batch);
    }
    return applied;
  }

  /**
   * As the rows of a snapshot from the log do. Their next batch the ledger would refuse too: each
   * would be done twice, with an error in the server's log.
   */
  private static boolean shareIds(List<Change> batch) {
    return batch.stream().mapToLong(Change::actionId).distinct().count() < batch.size();
  }

  /**
   * Gives nothing, and does nothing, if the target has one of the changes or a newer one; what it
   * has in the ledger alone, the ledger refuses.
   */
  private Transactions.Work<Optional<Applied>, SQLException> asNew(
      List<Change> batch, AppliedThrough through) {
    return connection -> {
      Statements statements = target.statements(connection);
      List<Change> newest = Newest.of(batch).all();
      if (statements.claim(newest) < newest.size()) {
        connection.rollback();
        return Optional.empty();
      }
      statements.recordNew(batch);
      BatchWrite.write(newest, statements);
      List<Outcome> all = Collections.nCopies(batch.size(), Effect.APPLIED);
      return Optional.of(ended(new Applied(all, 0, statements.finish(through)), connection));
    };
  }

  /** Last, before it commits. */
  private Applied ended(Applied applied, Connection connection) throws SQLException {
    if (rehearsal) {
      Target.checkDeferred(connection);
      connection.rollback();
    }
    return applied;
  }
}
