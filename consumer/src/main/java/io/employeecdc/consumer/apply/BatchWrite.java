package io.employeecdc.consumer.apply;

import io.employeecdc.consumer.failure.Cause;
import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.contract.table.RowVersion;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a transaction does with changes: claim, park, record, write.
 *
 * <p>A change that is parked is neither claimed nor recorded: it has not been through. Of a row
 * whose newest change is parked, the older ones of the batch are superseded.
 */
final class BatchWrite {
  /** Rows of a snapshot share their {@code action_id}, and so their entry in the ledger. */
  private record Identity(KeyValue key, long actionId) {}

  private final Newest newest;
  private final List<Change> batch;
  private final BitSet skipped;
  private final Map<KeyValue, Cause> parked;
  private final Statements statements;

  /** Candidates that are not written. */
  private final BitSet losers = new BitSet();

  /** Candidates that are not claimed. */
  private final BitSet waiting = new BitSet();

  private int replaced;

  /**
   * @param skipped rows that are left alone
   * @param parked of the rows whose newest change is to be parked: why
   */
  BatchWrite(Newest newest, BitSet skipped, Map<KeyValue, Cause> parked, Statements statements) {
    this.newest = newest;
    this.batch = newest.batch();
    this.skipped = skipped;
    this.parked = parked;
    this.statements = statements;
    for (int i = 0; i < newest.count() && !parked.isEmpty(); i++) {
      waiting.set(i, !skipped.get(i) && parked.containsKey(newest.all().get(i).key()));
    }
  }

  /** Returns of each change, in the batch's order, what became of it; null if it is skipped. */
  List<Effect> run(Origin.Of origins) throws SQLException {
    claim();
    return recordAndWrite(park(origins));
  }

  /** How many older changes that were parked have been replaced. */
  int replaced() {
    return replaced;
  }

  private void claim() throws SQLException {
    losers.set(0, newest.count());
    BitSet unclaimed = (BitSet) waiting.clone();
    unclaimed.or(skipped);
    List<Change> changes = newest.without(unclaimed);
    if (!changes.isEmpty()) {
      BitSet winners = statements.claimAndTell(changes);
      int at = 0;
      for (int i = unclaimed.nextClearBit(0);
          i < newest.count();
          i = unclaimed.nextClearBit(i + 1)) {
        losers.set(i, !winners.get(at++));
      }
    }
  }

  /** By row: whether it is parked now or was before; not those that need not be. */
  private Map<KeyValue, Effect> park(Origin.Of origins) throws SQLException {
    if (waiting.isEmpty()) {
      return Map.of();
    }
    List<Change> changes = waiting.stream().mapToObj(newest.all()::get).toList();
    Statements.Parked answer = statements.park(changes, parked, origins);
    replaced = answer.replaced();
    return answer.effects();
  }

  /**
   * Those that are parked, or were, have no entry in the ledger. What won its claim is new,
   * whatever the ledger says; only of the others does its answer tell which were there before.
   */
  private List<Effect> recordAndWrite(Map<KeyValue, Effect> answers) throws SQLException {
    List<Change> recorded = batch;
    if (!answers.isEmpty() || !skipped.isEmpty()) {
      recorded = new ArrayList<>(batch.size());
      for (int i = 0; i < batch.size(); i++) {
        if (!skipped.get(newest.placeOf(i)) && !keptOut(i, answers)) {
          recorded.add(batch.get(i));
        }
      }
    }
    Set<Long> entered = statements.recordAndTell(recorded);
    Set<Identity> seen = new HashSet<>();
    List<Effect> effects = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      boolean again = !seen.add(new Identity(batch.get(i).key(), batch.get(i).actionId()));
      boolean lost = losers.get(newest.placeOf(i));
      if (skipped.get(newest.placeOf(i))) {
        effects.add(null);
      } else if (keptOut(i, answers)) {
        effects.add(newest.isCandidate(i) ? answers.get(batch.get(i).key()) : Effect.DUPLICATE);
      } else if (newest.isCandidate(i) && !lost) {
        effects.add(Effect.APPLIED);
      } else if (again || !entered.contains(batch.get(i).actionId())) {
        effects.add(Effect.DUPLICATE);
      } else {
        effects.add(lost ? Effect.SUPERSEDED : Effect.APPLIED);
      }
    }
    write(newest.without(losers), statements);
    return effects;
  }

  /** Also one that comes twice in the batch. */
  private boolean keptOut(int index, Map<KeyValue, Effect> answers) {
    return answers.containsKey(batch.get(index).key())
        && batch.get(index).actionId() == newest.candidateOf(index).actionId();
  }

  /** Deletes and writes rows, each once. */
  static void write(List<Change> changes, Statements statements) throws SQLException {
    List<Change> deleted = new ArrayList<>();
    Map<RowVersion, List<Change>> written = new LinkedHashMap<>();
    RowVersion version = null;
    List<Change> ofVersion = List.of();
    for (Change change : changes) {
      if (change.deletes()) {
        deleted.add(change);
        continue;
      }
      if (!change.version().equals(version)) {
        version = change.version();
        ofVersion = written.computeIfAbsent(version, one -> new ArrayList<>());
      }
      ofVersion.add(change);
    }
    if (!deleted.isEmpty()) {
      statements.delete(deleted);
    }
    for (Map.Entry<RowVersion, List<Change>> rows : written.entrySet()) {
      statements.upsert(rows.getKey(), rows.getValue());
    }
  }
}
