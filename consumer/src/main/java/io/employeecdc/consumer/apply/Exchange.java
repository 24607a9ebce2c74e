package io.employeecdc.consumer.apply;

import io.employeecdc.consumer.verdict.Verdict;
import io.employeecdc.contract.RegistryException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes that want unique values which other employees hold, tried together with the changes by
 * which those give them up, wherever these wait.
 *
 * <p>The newest changes of all employees are a state that the source had, with every value held
 * once. So where all that hold what is wanted have a change that waits, these fit together,
 * although none may fit alone: values may have gone round. What is borrowed from other consumers is
 * applied here too; when its own consumer tries it, the target recognises it.
 */
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  private final ChangeApplier applier;

  /** The changes that want something, by employee; in the order of their ids. */
  private final Map<Integer, List<Change>> own = new TreeMap<>();

  /** Of those, and of those that wait elsewhere once they are borrowed. */
  private final Map<Integer, Change> newest = new TreeMap<>();

  /** Who took part in an attempt. */
  private final Set<Integer> tried = new HashSet<>();

  private final IdentityHashMap<Change, Effect> effects = new IdentityHashMap<>();

  /** Who wants, and who holds it. */
  private Map<Integer, Set<Integer>> holders = Map.of();

  private Exchange(ChangeApplier applier, List<Change> wanting) {
    this.applier = applier;
    for (Change change : wanting) {
      own.computeIfAbsent(change.employeeId(), employee -> new ArrayList<>()).add(change);
      know(change);
    }
  }

  /**
   * Tries.
   *
   * @param wanting failed for values that other employees hold
   * @return what became of those that went through
   * @throws SQLException if the target is out of reach; those that went through will be duplicates
   */
  static IdentityHashMap<Change, Effect> run(
      ChangeApplier applier, List<Change> wanting, Elsewhere elsewhere)
      throws RegistryException, SQLException {
    Exchange exchange = new Exchange(applier, wanting);
    try {
      elsewhere.here().forEach(exchange::know);
      exchange.ask();
      if (exchange.needs(elsewhere.employees())) {
        elsewhere.there().forEach(exchange::know);
        exchange.ask();
      }
      for (int employee : exchange.own.keySet()) {
        exchange.attempt(employee);
      }
    } catch (SQLException e) {
      if (Verdict.of(e) != Verdict.ISOLATE) {
        throw e;
      }
      // Such as a value that a column of another type cannot even be compared with.
      LOG.debug("The target cannot be asked for holders: {}", Fault.of(e).message());
    }
    return exchange.effects;
  }

  private void know(Change change) {
    if (change.row() != null && Suspects.cannotBeSent(change.row())) {
      return;
    }
    newest.merge(
        change.employeeId(),
        change,
        (one, other) -> one.actionId() < other.actionId() ? other : one);
  }

  private void ask() throws SQLException {
    holders =
        applier.holders(newest.values().stream().filter(change -> change.row() != null).toList());
  }

  /** Whether one of these could take part and is not known yet. */
  private boolean needs(Set<Integer> employees) {
    return own.keySet().stream()
        .flatMap(employee -> takingPart(employee).stream())
        .anyMatch(one -> !newest.containsKey(one) && employees.contains(one));
  }

  private void attempt(int employee) throws SQLException {
    Set<Integer> all = takingPart(employee);
    // One who has no change to give something up by keeps it.
    if (tried.contains(employee) || !newest.keySet().containsAll(all)) {
      return;
    }
    tried.addAll(all);
    List<Change> together = new ArrayList<>();
    for (int one : all) {
      List<Change> ours = own.getOrDefault(one, List.of());
      together.addAll(ours);
      if (!ours.contains(newest.get(one))) {
        together.add(newest.get(one));
      }
    }
    try {
      List<Effect> told =
          all.size() == 1 ? applier.applyAndTell(together) : applier.exchange(together);
      for (int i = 0; i < told.size(); i++) {
        effects.put(together.get(i), told.get(i));
      }
      ask();
    } catch (SQLException e) {
      if (Verdict.of(e) != Verdict.ISOLATE) {
        throw e;
      }
    }
  }

  /** This one, and all who must give something up for it, as far as they are known. */
  private Set<Integer> takingPart(int employee) {
    Set<Integer> all = new HashSet<>();
    Deque<Integer> open = new ArrayDeque<>(List.of(employee));
    while (!open.isEmpty()) {
      int one = open.pop();
      if (all.add(one)) {
        open.addAll(holders.getOrDefault(one, Set.of()));
      }
    }
    return all;
  }
}
