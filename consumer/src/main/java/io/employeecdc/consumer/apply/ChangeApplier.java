package io.employeecdc.consumer.apply;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies a batch of changes in one transaction of a fixed number of statements, with an effect
 * that is exactly once.
 *
 * <p>First each employee's row in {@code employee_versions} is moved to the batch's newest change
 * of that employee, unless it is there or beyond. That one statement is the guard against older
 * changes, which a DELETE does not lift because the row outlives the employee, and it is the lock:
 * it holds every row it met, changed or not, until the transaction ends. So of two consumers with
 * the same employee (one of them stopped for a minute and thought dead, or a replay of dead letters
 * beside live traffic) the second waits, then sees what the first did. Rows are locked in ascending
 * order of the key, so two batches cannot wait for each other.
 *
 * <p>Then all changes enter the ledger {@code processed_events}, which tells those that were there
 * before, and the winners are deleted from or written to {@code employees}. Deletes go first: a row
 * that goes may free a unique value that another takes over.
 *
 * <p>Nearly always all changes of a batch are new, and a plain insert into the ledger costs less
 * than half of one that looks for conflicts. So that is tried first; if the ledger refuses a change
 * that it holds, the transaction is done again with the careful insert, and so are the next ones
 * until a batch is new again.
 */
public final class ChangeApplier {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeApplier.class);

  /** What is expected of the changes that enter the ledger. */
  private enum Ledger {
    NEW,
    MIXED
  }

  private final DataSource target;

  /** Shared by all threads: after a reset of the group all of them meet duplicates. */
  private volatile boolean expectNew = true;

  /**
   * @param target connections of PostgreSQL's driver, pooled or not
   */
  public ChangeApplier(DataSource target) {
    this.target = target;
  }

  /**
   * Applies all changes or, if it throws, none; unless the connection is lost while it commits,
   * when either may be the case. It can be repeated in any case.
   *
   * @param batch in any order; any number of changes per employee
   */
  public Counts apply(List<Change> batch) throws SQLException {
    if (expectNew) {
      try {
        return transact(batch, Ledger.NEW);
      } catch (SQLException e) {
        if (!Verdict.isInLedger(e)) {
          throw e;
        }
        LOG.debug("A batch holds changes that have been through");
      }
    }
    Counts counts = transact(batch, Ledger.MIXED);
    expectNew = counts.duplicates() == 0;
    return counts;
  }

  private Counts transact(List<Change> batch, Ledger ledger) throws SQLException {
    try (Connection connection = target.getConnection()) {
      connection.setAutoCommit(false);
      try {
        Counts counts = apply(batch, ledger, new Statements(connection));
        connection.commit();
        return counts;
      } catch (SQLException | RuntimeException e) {
        rollback(connection, e);
        throw e;
      }
    }
  }

  private static Counts apply(List<Change> batch, Ledger ledger, Statements statements)
      throws SQLException {
    Newest newest = Newest.of(batch);
    Columns columns = new Columns(batch, newest);
    int[] employeeIds = columns.newestEmployeeIds();
    int won = statements.claim(employeeIds, columns.newestActionIds());
    boolean allWon = won == newest.count();
    BitSet losers =
        allWon ? new BitSet(0) : newest.candidatesOf(statements.losers(employeeIds), batch);
    Counts counts =
        allWon
            ? recordWinners(columns, ledger, statements)
            : recordMixed(batch, newest, losers, columns, statements);
    write(columns, losers, won, statements);
    return counts;
  }

  private static void write(Columns columns, BitSet losers, int won, Statements statements)
      throws SQLException {
    int[] deleted = columns.deleted(losers);
    if (deleted.length > 0) {
      statements.delete(deleted);
    }
    if (won > deleted.length) {
      statements.upsert(columns.rows(losers, won - deleted.length));
    }
  }

  private static Counts recordWinners(Columns columns, Ledger ledger, Statements statements)
      throws SQLException {
    long[] actionIds = columns.actionIds();
    int entered =
        ledger == Ledger.NEW
            ? statements.recordNew(actionIds, columns.employeeIds())
            : statements.record(actionIds, columns.employeeIds());
    return new Counts(entered, actionIds.length - entered, 0);
  }

  private static Counts recordMixed(
      List<Change> batch, Newest newest, BitSet losers, Columns columns, Statements statements)
      throws SQLException {
    Set<Long> entered = statements.recordAndTell(columns.actionIds(), columns.employeeIds());
    int applied = 0;
    int superseded = 0;
    for (int i = 0; i < batch.size(); i++) {
      if (entered.remove(batch.get(i).actionId())) {
        if (losers.get(newest.candidateOf(i))) {
          superseded++;
        } else {
          applied++;
        }
      }
    }
    return new Counts(applied, batch.size() - applied - superseded, superseded);
  }

  private static void rollback(Connection connection, Exception reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }
}
