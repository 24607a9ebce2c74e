package io.employeecdc.consumer.apply;

import io.employeecdc.consumer.failure.FailurePolicy;
import io.employeecdc.contract.table.KeyValue;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Applies a batch that holds changes which the target refuses, in one transaction with savepoints:
 * so that their neighbours get through, and whatever happens all of it takes effect or none.
 *
 * <p>First the constraints are asked, all rows at once. What another row may cure is parked on
 * suspicion: a good change that is parked is applied right after, so a guess needs no proof. What
 * only the row itself can cure is tried alone. Where nothing was suspected, or it fails all the
 * same, the changes are halved until a bad one is alone; the parts are in order of {@code
 * action_id}, which is the source's order.
 */
final class Isolation {
  /** So often a change is tried alone before it is given up. */
  static final int TRIES = 3;

  /** What others wrote since the first look may call for another. */
  private static final int LOOKS = 3;

  private final Connection connection;
  private final Target target;
  private final Origin.Of origins;
  private final Statements statements;

  /** Of the rows whose newest change is parked: why. */
  private final Map<KeyValue, Fault> parked = new HashMap<>();

  /** By identity: a change may come twice. */
  private final IdentityHashMap<Change, Effect> effects = new IdentityHashMap<>();

  private final List<FailedChange> failed = new ArrayList<>();
  private int replaced;

  /** Within a transaction that has done nothing yet. */
  Isolation(Connection connection, Target target, Origin.Of origins) throws SQLException {
    this.connection = connection;
    this.target = target;
    this.origins = origins;
    this.statements = target.statements(connection);
  }

  /**
   * Does all but commit.
   *
   * @throws SQLException if no record is to blame
   */
  Applied run(List<Change> batch, AppliedThrough through) throws SQLException {
    // From here on all constraints are checked with each statement, and none by the commit.
    statements.checkDeferred();
    for (List<Change> layer : Layers.of(batch)) {
      together(inOrder(layer), LOOKS);
    }
    Statements.Finished finished = statements.finish(passed(batch), through);
    return new Applied(
        batch.stream().map(effects::get).toList(),
        failed,
        finished.ended().plus(new Applied.Ended(0, replaced)),
        finished.someParked());
  }

  private void together(List<Change> changes, int looks) throws SQLException {
    Doubts doubts = looks == 0 ? Doubts.NONE : doubts(changes);
    if (doubts.isEmpty()) {
      apart(changes);
      return;
    }
    parked.putAll(doubts.curable());
    List<Change> others = new ArrayList<>(changes.size());
    List<Change> suspects = new ArrayList<>();
    for (Change change : changes) {
      (doubts.alone().contains(change.key()) ? suspects : others).add(change);
    }
    Optional<SQLException> refused = attempt(others);
    if (refused.isPresent()) {
      together(others, looks - 1);
    }
    for (Change suspect : suspects) {
      alone(suspect);
    }
  }

  /** Halves what fails. */
  private void apart(List<Change> changes) throws SQLException {
    if (changes.size() == 1) {
      alone(changes.get(0));
    } else if (attempt(changes).isPresent()) {
      int half = changes.size() / 2;
      apart(changes.subList(0, half));
      apart(changes.subList(half, changes.size()));
    }
  }

  private void alone(Change change) throws SQLException {
    boolean toBeParked = false;
    for (int tries = 1; ; tries++) {
      Optional<SQLException> refused = attempt(List.of(change));
      if (refused.isEmpty()) {
        return;
      }
      Fault fault = target.names().fault(refused.get(), connection);
      boolean curable = target.policy(refused.get()) == FailurePolicy.CURABLE;
      if (curable && parked.putIfAbsent(change.key(), fault) == null) {
        toBeParked = true;
        continue;
      }
      if (tries >= TRIES || curable) {
        if (toBeParked) {
          parked.remove(change.key());
        }
        failed.add(new FailedChange(change, fault, tries));
        return;
      }
    }
  }

  /** Empty if they are done; then with their effects. */
  private Optional<SQLException> attempt(List<Change> changes) throws SQLException {
    if (changes.isEmpty()) {
      return Optional.empty();
    }
    Savepoint before = connection.setSavepoint();
    try {
      List<Effect> all = write(changes);
      connection.releaseSavepoint(before);
      for (int i = 0; i < all.size(); i++) {
        effects.put(changes.get(i), all.get(i));
      }
      return Optional.empty();
    } catch (SQLException e) {
      if (!target.policy(e).isOfRecord()) {
        throw e;
      }
      connection.rollback(before);
      return Optional.of(e);
    }
  }

  private List<Effect> write(List<Change> changes) throws SQLException {
    Change first = changes.get(0);
    if (changes.size() == 1 && !first.deletes() && !parked.containsKey(first.key())) {
      // Bad ones come in dozens, and each is tried by itself: one round trip.
      return List.of(statements.alone(first));
    }
    BatchWrite write = new BatchWrite(changes, parked, statements);
    List<Effect> all = write.run(origins);
    replaced += write.replaced();
    return all;
  }

  /**
   * @param alone whose row cannot be cured by another
   * @param curable of those that must wait: why
   */
  private record Doubts(Set<KeyValue> alone, Map<KeyValue, Fault> curable) {
    static final Doubts NONE = new Doubts(Set.of(), Map.of());

    boolean isEmpty() {
      return alone.isEmpty() && curable.isEmpty();
    }
  }

  private Doubts doubts(List<Change> changes) throws SQLException {
    Doubts doubts = new Doubts(new HashSet<>(), new HashMap<>());
    List<Change> writes = new ArrayList<>(changes.size());
    for (Change change : Newest.of(changes).all()) {
      if (!change.deletes() && !parked.containsKey(change.key())) {
        if (change.version().columns().stream()
            .allMatch(column -> column.canBeSent(column.valueIn(change.row())))) {
          writes.add(change);
        } else {
          doubts.alone().add(change.key());
        }
      }
    }
    Savepoint before = connection.setSavepoint();
    try {
      ask(writes, doubts);
      connection.releaseSavepoint(before);
    } catch (SQLException e) {
      if (target.policy(e) == FailurePolicy.OUTAGE) {
        throw e;
      }
      // Such as a column of a type that our values do not convert to: halving will find them.
      connection.rollback(before);
    }
    return doubts;
  }

  private void ask(List<Change> writes, Doubts doubts) throws SQLException {
    Constraints constraints = target.constraints(connection);
    if (constraints.doubts().isEmpty()) {
      return;
    }
    statements
        .doubts(constraints.doubts().get(), writes)
        .forEach(
            (place, reason) -> {
              KeyValue key = writes.get(place).key();
              if (reason == 0) {
                doubts.alone().add(key);
              } else {
                doubts.curable().put(key, constraints.reasons().get(reason - 1));
              }
            });
  }

  /** What went through: an older change of its row that is parked need not wait. */
  private List<Change> passed(List<Change> batch) {
    return Newest.of(
            batch.stream()
                .filter(change -> effects.containsKey(change))
                .filter(change -> effects.get(change) != Effect.PARKED)
                .filter(change -> !parked.containsKey(change.key()))
                .toList())
        .all();
  }

  private static List<Change> inOrder(List<Change> changes) {
    List<Change> ordered = new ArrayList<>(changes);
    ordered.sort(Comparator.comparingLong(Change::actionId));
    return ordered;
  }
}
