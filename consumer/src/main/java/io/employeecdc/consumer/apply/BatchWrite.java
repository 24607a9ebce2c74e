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
import java.util.function.Function;

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
    for (int i = 0; i < newest.all().size() && !parked.isEmpty(); i++) {
      waiting.set(i, !skipped.get(i) && parked.containsKey(newest.all().get(i).key()));
    }
  }

  /**
   * Does it.
   *
   * @param outcomes gets what became of each change that is not skipped
   * @return how many older changes that were parked have been replaced
   */
  int run(Function<Change, Origin> origins, Map<Change, Outcome> outcomes) throws SQLException {
    claim();
    Statements.Parked answer = park(origins);
    recordAndWrite(answer.effects(), outcomes);
    return answer.replaced();
  }

  private void claim() throws SQLException {
    losers.set(0, newest.all().size());
    BitSet claimed = (BitSet) losers.clone();
    claimed.andNot(waiting);
    claimed.andNot(skipped);
    int[] places = claimed.stream().toArray();
    if (places.length > 0) {
      List<Change> changes = claimed.stream().mapToObj(newest.all()::get).toList();
      statements.claimAndTell(changes).stream().forEach(at -> losers.clear(places[at]));
    }
  }

  private Statements.Parked park(Function<Change, Origin> origins) throws SQLException {
    if (waiting.isEmpty()) {
      return new Statements.Parked(Map.of(), 0);
    }
    List<Change> changes = waiting.stream().mapToObj(newest.all()::get).toList();
    return statements.park(changes, parked, origins);
  }

  /**
   * Those that are parked, or were, have no entry in the ledger. What won its claim is new,
   * whatever the ledger says; only of the others does its answer tell which were there before.
   */
  private void recordAndWrite(Map<KeyValue, Effect> answers, Map<Change, Outcome> outcomes)
      throws SQLException {
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
    for (int i = 0; i < batch.size(); i++) {
      Change change = batch.get(i);
      boolean again = !seen.add(new Identity(change.key(), change.actionId()));
      boolean lost = losers.get(newest.placeOf(i));
      if (skipped.get(newest.placeOf(i))) {
        continue;
      }
      if (keptOut(i, answers)) {
        outcomes.put(change, newest.isCandidate(i) ? answers.get(change.key()) : Effect.DUPLICATE);
      } else if (newest.isCandidate(i) && !lost) {
        outcomes.put(change, Effect.APPLIED);
      } else if (again || !entered.contains(change.actionId())) {
        outcomes.put(change, Effect.DUPLICATE);
      } else {
        outcomes.put(change, lost ? Effect.SUPERSEDED : Effect.APPLIED);
      }
    }
    write(newest.without(losers), statements);
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
