package io.employeecdc.consumer.apply;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/** What {@link ChangeApplier} does with a batch within its transaction: claim, record, write. */
final class BatchWrite {
  private final List<Change> batch;
  private final Statements statements;
  private final Newest newest;
  private final Columns columns;
  private final int won;
  private final BitSet losers;

  private BatchWrite(List<Change> batch, Statements statements) throws SQLException {
    this.batch = batch;
    this.statements = statements;
    this.newest = Newest.of(batch);
    this.columns = new Columns(batch, newest);
    int[] employeeIds = columns.newestEmployeeIds();
    this.won = statements.claim(employeeIds, columns.newestActionIds());
    this.losers =
        won == newest.count()
            ? new BitSet(0)
            : newest.candidatesOf(statements.losers(employeeIds), batch);
  }

  /**
   * Does all, and counts.
   *
   * @param allNew whether the ledger is expected to have none of the changes; it refuses if not
   */
  static Counts run(List<Change> batch, boolean allNew, Statements statements) throws SQLException {
    BatchWrite work = new BatchWrite(batch, statements);
    Counts counts = work.losers.isEmpty() ? work.recordWinners(allNew) : Counts.of(work.record());
    work.write();
    return counts;
  }

  /** Does all, and tells of each change what became of it. */
  static List<Effect> runAndTell(List<Change> batch, Statements statements) throws SQLException {
    BatchWrite work = new BatchWrite(batch, statements);
    List<Effect> effects = work.record();
    work.write();
    return effects;
  }

  /**
   * As {@link #runAndTell}, but rows go before they are written anew, so that unique values may
   * change hands among them in any way.
   */
  static List<Effect> exchangeAndTell(List<Change> batch, Statements statements)
      throws SQLException {
    BatchWrite work = new BatchWrite(batch, statements);
    List<Effect> effects = work.record();
    int[] winners = work.columns.winners(work.losers);
    if (winners.length > 0) {
      statements.delete(winners);
    }
    work.write();
    return effects;
  }

  private Counts recordWinners(boolean allNew) throws SQLException {
    long[] actionIds = columns.actionIds();
    int entered =
        allNew
            ? statements.recordNew(actionIds, columns.employeeIds())
            : statements.record(actionIds, columns.employeeIds());
    return new Counts(entered, actionIds.length - entered, 0);
  }

  private List<Effect> record() throws SQLException {
    Set<Long> entered = statements.recordAndTell(columns.actionIds(), columns.employeeIds());
    List<Effect> effects = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      if (!entered.remove(batch.get(i).actionId())) {
        effects.add(Effect.DUPLICATE);
      } else {
        effects.add(losers.get(newest.candidateOf(i)) ? Effect.SUPERSEDED : Effect.APPLIED);
      }
    }
    return effects;
  }

  private void write() throws SQLException {
    int[] deleted = columns.deleted(losers);
    if (deleted.length > 0) {
      statements.delete(deleted);
    }
    if (won > deleted.length) {
      statements.upsert(columns.rows(losers, won - deleted.length));
    }
  }
}
