package io.employeecdc.consumer.apply;

import io.employeecdc.consumer.failure.Cause;
import io.employeecdc.consumer.failure.FailurePolicy;
import io.employeecdc.contract.table.KeyValue;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Applies a batch that may hold changes which have been through, or which the target refuses, in
 * one transaction with savepoints: so that their neighbours get through, and whatever happens all
 * of it takes effect or none.
 *
 * <p>First all is tried together, unless it is known to be refused. Then the constraints are asked,
 * all rows at once. What another row may cure is parked on suspicion: a good change that is parked
 * is applied right after, so a guess needs no proof. What only the row itself can cure is tried
 * alone. Where nothing was suspected, or it fails all the same, the changes are halved until a bad
 * one is alone; the parts are in order of {@code action_id}, which is the source's order.
 */
final class Isolation {
  /** So often a change is tried alone before it is given up. */
  static final int TRIES = 3;

  private final Connection connection;
  private final Target target;
  private final Function<Change, Origin> origins;
  private final Statements statements;

  /** Of the rows whose newest change is parked: why. */
  private final Map<KeyValue, Cause> parked = new HashMap<>();

  /** By identity: a change may come twice. */
  private final IdentityHashMap<Change, Outcome> outcomes = new IdentityHashMap<>();

  private int replaced;

  /** As long as nothing was written since: most attempts in a row fail. Null if there is none. */
  private Savepoint clean;

  /** Within a transaction that has done nothing yet. */
  Isolation(Connection connection, Target target, Function<Change, Origin> origins)
      throws SQLException {
    this.connection = connection;
    this.target = target;
    this.origins = origins;
    this.statements = target.statements(connection);
  }

  /**
   * Does all but commit.
   *
   * @param layers of the batch
   * @param bad whether the target refuses some of it, or is expected to
   * @throws SQLException if no record is to blame
   */
  Applied run(List<Change> batch, List<List<Change>> layers, boolean bad, AppliedThrough through)
      throws SQLException {
    if (!batch.isEmpty() && (bad || attempt(() -> writeAll(layers)).isPresent())) {
      // From here on all constraints are checked with each statement, and none by the commit. A
      // savepoint of before would put that off again.
      clean = null;
      Target.checkDeferred(connection);
      for (List<Change> layer : layers) {
        together(layer);
      }
    }
    List<Outcome> all = batch.stream().map(outcomes::get).toList();
    return new Applied(all, replaced, statements.finish(through));
  }

  private void writeAll(List<List<Change>> layers) throws SQLException {
    for (List<Change> layer : layers) {
      write(Newest.of(layer), new BitSet());
    }
    Target.checkDeferred(connection);
  }

  private void together(List<Change> changes) throws SQLException {
    Newest newest = Newest.of(changes);
    BitSet suspects = doubted(newest);
    List<Change> others = newest.batch(place -> !suspects.get(place));
    if (!others.isEmpty() && attempt(() -> write(newest, suspects)).isPresent()) {
      apart(inOrder(others));
    }
    for (Change suspect : inOrder(newest.batch(suspects::get))) {
      alone(suspect);
    }
  }

  /** Halves what was refused together. */
  private void apart(List<Change> ordered) throws SQLException {
    if (ordered.size() == 1) {
      alone(ordered.get(0));
      return;
    }
    int half = ordered.size() / 2;
    for (List<Change> part :
        List.of(ordered.subList(0, half), ordered.subList(half, ordered.size()))) {
      if (attempt(() -> write(Newest.of(part), new BitSet())).isPresent()) {
        apart(part);
      }
    }
  }

  private void alone(Change change) throws SQLException {
    boolean toBeParked = false;
    for (int tries = 1; ; tries++) {
      Optional<SQLException> refused =
          attempt(() -> write(Newest.of(List.of(change)), new BitSet()));
      if (refused.isEmpty()) {
        return;
      }
      Cause cause = FaultNames.cause(refused.get());
      boolean curable = target.policy(refused.get()) == FailurePolicy.CURABLE;
      if (curable && parked.putIfAbsent(change.key(), cause) == null) {
        toBeParked = true;
        continue;
      }
      if (tries >= TRIES || curable) {
        if (toBeParked) {
          parked.remove(change.key());
        }
        outcomes.put(change, new Outcome.Failed(cause, tries));
        return;
      }
    }
  }

  private interface Attempt {
    void run() throws SQLException;
  }

  /** Empty if they are done; then with their effects. */
  private Optional<SQLException> attempt(Attempt some) throws SQLException {
    if (clean == null) {
      clean = connection.setSavepoint();
    }
    try {
      some.run();
      connection.releaseSavepoint(clean);
      clean = null;
      return Optional.empty();
    } catch (SQLException e) {
      if (!target.policy(e).isOfRecord()) {
        throw e;
      }
      connection.rollback(clean);
      return Optional.of(e);
    }
  }

  /**
   * @param skipped rows that are left alone
   */
  private void write(Newest newest, BitSet skipped) throws SQLException {
    Change first = newest.batch().get(0);
    if (newest.batch().size() == 1 && !first.deletes() && !parked.containsKey(first.key())) {
      // Bad ones come in dozens, and each is tried by itself: one round trip.
      outcomes.put(first, statements.alone(first));
      return;
    }
    replaced += new BatchWrite(newest, skipped, parked, statements).run(origins, outcomes);
  }

  /** Returns the rows that nothing but they themselves can cure; parks those that others can. */
  private BitSet doubted(Newest newest) throws SQLException {
    BitSet alone = new BitSet();
    List<Integer> places = new ArrayList<>(newest.all().size());
    for (int place = 0; place < newest.all().size(); place++) {
      Change change = newest.all().get(place);
      if (!change.deletes() && !parked.containsKey(change.key())) {
        if (canBeSent(change)) {
          places.add(place);
        } else {
          alone.set(place);
        }
      }
    }
    List<Change> writes = places.stream().map(newest.all()::get).toList();
    Savepoint before = connection.setSavepoint();
    try {
      Constraints constraints = target.constraints(connection);
      if (constraints.doubts().isPresent()) {
        statements
            .doubts(constraints.doubts().get(), writes)
            .forEach(
                (row, reason) -> {
                  if (reason == 0) {
                    alone.set(places.get(row));
                  } else {
                    parked.put(writes.get(row).key(), constraints.reasons().get(reason - 1));
                  }
                });
      }
      connection.releaseSavepoint(before);
    } catch (SQLException e) {
      if (target.policy(e) == FailurePolicy.OUTAGE) {
        throw e;
      }
      // Such as a column of a type that our values do not convert to: halving will find them.
      connection.rollback(before);
    }
    return alone;
  }

  private static boolean canBeSent(Change change) {
    return change.version().columns().stream()
        .allMatch(column -> column.canBeSent(column.valueIn(change.row())));
  }

  private static List<Change> inOrder(List<Change> changes) {
    return changes.stream().sorted(Comparator.comparingLong(Change::actionId)).toList();
  }
}
