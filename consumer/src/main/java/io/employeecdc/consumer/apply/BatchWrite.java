package io.employeecdc.consumer.apply;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a transaction does with changes: claim, park, record, write.
 *
 * <p>A change that is parked is neither claimed nor recorded: it has not been through. Of an
 * employee whose newest change is parked, the older ones of the batch are superseded.
 */
final class BatchWrite {
  private final List<Change> batch;
  private final Map<Integer, Fault> parked;
  private final Statements statements;
  private final Newest newest;
  private final Columns columns;

  /** Candidates that are not written. */
  private final BitSet losers = new BitSet();

  /** Candidates that are not claimed. */
  private final BitSet waiting = new BitSet();

  private int replaced;

  /**
   * A write that has not begun.
   *
   * @param parked of the employees whose newest change is to be parked: why
   */
  BatchWrite(List<Change> batch, Map<Integer, Fault> parked, Statements statements) {
    this.batch = batch;
    this.parked = parked;
    this.statements = statements;
    this.newest = Newest.of(batch);
    this.columns = new Columns(batch, newest);
    for (int i = 0; i < newest.count() && !parked.isEmpty(); i++) {
      waiting.set(i, parked.containsKey(batch.get(newest.index(i)).employeeId()));
    }
  }

  /**
   * Does all, as long as the ledger has none of the changes; it refuses if not. Nothing may be
   * parked, and there may be no savepoint.
   */
  List<Effect> runWithNew() throws SQLException {
    claimNew();
    if (!losers.isEmpty()) {
      return recordAndWrite(Map.of());
    }
    statements.recordNew(columns.actionIds(), columns.employeeIds());
    write();
    return Collections.nCopies(batch.size(), Effect.APPLIED);
  }

  /**
   * Does all.
   *
   * @return of each change, in the batch's order, what became of it
   */
  List<Effect> run(Origin.Of origins) throws SQLException {
    claim();
    return recordAndWrite(park(origins));
  }

  /** How many older changes that were parked have been replaced. */
  int replaced() {
    return replaced;
  }

  /** The changes after which an older one that is parked need not wait. */
  long[] passedActionIds() {
    return columns.newestActionIds(waiting);
  }

  /** The employees of {@link #passedActionIds}; ascending. */
  int[] passedEmployeeIds() {
    return columns.newestEmployeeIds(waiting);
  }

  /** Who lost is asked for only where somebody did. */
  private void claimNew() throws SQLException {
    int[] employeeIds = columns.newestEmployeeIds(waiting);
    int won = statements.claim(employeeIds, columns.newestActionIds(waiting));
    if (won < employeeIds.length) {
      losers.or(newest.candidatesOf(statements.losers(employeeIds), batch));
    }
  }

  private void claim() throws SQLException {
    losers.set(0, newest.count());
    int[] employeeIds = columns.newestEmployeeIds(waiting);
    if (employeeIds.length > 0) {
      int[] winners = statements.claimAndTell(employeeIds, columns.newestActionIds(waiting));
      losers.andNot(newest.candidatesOf(winners, batch));
    }
  }

  /** By employee: whether it is parked now or was before; not those that need not be. */
  private Map<Integer, Effect> park(Origin.Of origins) throws SQLException {
    if (waiting.isEmpty()) {
      return Map.of();
    }
    List<Change> changes =
        waiting.stream().mapToObj(candidate -> batch.get(newest.index(candidate))).toList();
    Statements.Parked answer = statements.park(changes, parked, origins);
    replaced = answer.replaced();
    return answer.effects();
  }

  /** Those that are parked, or were, have no entry in the ledger. */
  private List<Effect> recordAndWrite(Map<Integer, Effect> answers) throws SQLException {
    List<Change> recorded = batch;
    if (!answers.isEmpty()) {
      recorded = new ArrayList<>(batch.size());
      for (int i = 0; i < batch.size(); i++) {
        if (!keptOut(i, answers)) {
          recorded.add(batch.get(i));
        }
      }
    }
    Columns all = new Columns(recorded, newest);
    Set<Long> entered = statements.recordAndTell(all.actionIds(), all.employeeIds());
    List<Effect> effects = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      if (keptOut(i, answers)) {
        boolean again = newest.index(newest.candidateOf(i)) != i;
        effects.add(again ? Effect.DUPLICATE : answers.get(batch.get(i).employeeId()));
      } else if (!entered.remove(batch.get(i).actionId())) {
        effects.add(Effect.DUPLICATE);
      } else {
        effects.add(losers.get(newest.candidateOf(i)) ? Effect.SUPERSEDED : Effect.APPLIED);
      }
    }
    write();
    return effects;
  }

  /** Also one that comes twice in the batch. */
  private boolean keptOut(int index, Map<Integer, Effect> answers) {
    return answers.containsKey(batch.get(index).employeeId())
        && batch.get(index).actionId() == candidate(index).actionId();
  }

  private Change candidate(int index) {
    return batch.get(newest.index(newest.candidateOf(index)));
  }

  private void write() throws SQLException {
    int[] deleted = columns.deleted(losers);
    if (deleted.length > 0) {
      statements.delete(deleted);
    }
    if (newest.count() - losers.cardinality() > deleted.length) {
      statements.upsert(columns.rows(losers));
    }
  }
}
