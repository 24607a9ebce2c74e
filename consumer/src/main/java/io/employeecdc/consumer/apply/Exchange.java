package io.employeecdc.consumer.apply;

import io.employeecdc.consumer.verdict.Verdict;
import io.employeecdc.contract.RegistryException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
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

  /** What went through may have freed something for others. */
  private static final int PASSES = 3;

  /** So many attempts may be in vain, each a transaction. */
  private static final int MOST_FAILURES = 50;

  private final ChangeApplier applier;
  private final Consumer<Map<Long, Effect>> through;

  /** The changes that want something, by employee; in the order of their ids. */
  private final Map<Integer, List<Change>> own = new TreeMap<>();

  /** Of those, and of all that wait, as far as they are known; without those that went through. */
  private final Map<Integer, Change> newest = new TreeMap<>();

  private final Set<Set<Integer>> failed = new HashSet<>();

  /** Who wants, and who holds it, with the id of the change that the holder's row is from. */
  private Holders holders = Holders.NONE;

  /** The same before the first attempt: by it was decided what to try with what. */
  private Holders first = Holders.NONE;

  private Exchange(
      ChangeApplier applier, List<Change> wanting, Consumer<Map<Long, Effect>> through) {
    this.applier = applier;
    this.through = through;
    for (Change change : wanting) {
      own.computeIfAbsent(change.employeeId(), employee -> new ArrayList<>()).add(change);
      know(change);
    }
  }

  /**
   * Tries.
   *
   * @param wanting failed for values that other employees hold
   * @param through told after each transaction what became of which change, by its id
   * @return of those that are left, by their ids, whether they may pass later
   * @throws SQLException if the target is out of reach; may be called again with what is left
   */
  static Map<Long, Outlook> run(
      ChangeApplier applier,
      List<Change> wanting,
      Elsewhere elsewhere,
      Consumer<Map<Long, Effect>> through)
      throws RegistryException, SQLException {
    Exchange exchange = new Exchange(applier, wanting, through);
    elsewhere.here().forEach(exchange::know);
    exchange.ask();
    Set<Integer> missing = exchange.takingPart(exchange.own.keySet());
    missing.removeAll(exchange.newest.keySet());
    if (missing.stream().anyMatch(elsewhere.employees()::contains)) {
      elsewhere.there().forEach(exchange::know);
      exchange.ask();
    }
    exchange.first = exchange.holders;
    for (int pass = 1; exchange.attemptAll() && pass < PASSES; pass++) {
      exchange.ask();
    }
    return exchange.outlooks();
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
    try {
      holders =
          applier.holders(newest.values().stream().filter(change -> change.row() != null).toList());
    } catch (SQLException e) {
      if (Verdict.of(e) == Verdict.RETRY) {
        throw e;
      }
      // Such as a value that a column of another type cannot even be compared with.
      LOG.debug("The target cannot be asked for holders: {}", Fault.of(e).message());
      newest.clear();
    }
  }

  /**
   * The largest first: a chain goes through as one. Where that fails, a part of it may pass.
   *
   * @return whether something went through, and something is left
   */
  private boolean attemptAll() throws SQLException {
    Map<Integer, Set<Integer>> parts = new HashMap<>();
    own.keySet().forEach(employee -> parts.put(employee, takingPart(List.of(employee))));
    List<Integer> order = new ArrayList<>(own.keySet());
    order.sort(Comparator.comparingInt(employee -> -parts.get(employee).size()));
    boolean any = false;
    for (int employee : order) {
      Set<Integer> all = parts.get(employee);
      // One who has no change to give something up by keeps it.
      if (mayGo(all) && failed.size() < MOST_FAILURES && failed.add(all)) {
        any |= attempt(all);
      }
    }
    return any && !own.isEmpty();
  }

  private boolean mayGo(Set<Integer> all) {
    return newest.keySet().containsAll(all) && (all.size() == 1 || !holders.mustStay());
  }

  private boolean attempt(Set<Integer> all) throws SQLException {
    List<Change> together = new ArrayList<>();
    for (int one : all) {
      List<Change> ours = own.getOrDefault(one, List.of());
      together.addAll(ours);
      if (ours.stream().noneMatch(change -> change.actionId() == newest.get(one).actionId())) {
        together.add(newest.get(one));
      }
    }
    try {
      List<Effect> told =
          all.size() == 1 ? applier.applyAndTell(together) : applier.exchange(together);
      Map<Long, Effect> effects = new HashMap<>();
      for (int i = 0; i < told.size(); i++) {
        effects.put(together.get(i).actionId(), told.get(i));
      }
      failed.remove(all);
      newest.keySet().removeAll(all);
      own.keySet().removeAll(all);
      through.accept(effects);
      return true;
    } catch (SQLException e) {
      if (Verdict.of(e) != Verdict.ISOLATE) {
        throw e;
      }
      return false;
    }
  }

  /** These, and all who must give something up for them, as far as they are known. */
  private Set<Integer> takingPart(Collection<Integer> employees) {
    Set<Integer> all = new HashSet<>();
    Deque<Integer> open = new ArrayDeque<>(employees);
    while (!open.isEmpty()) {
      int one = open.pop();
      if (all.add(one)) {
        open.addAll(holders.of(one).keySet());
      }
    }
    return all;
  }

  /** By what others have done meanwhile: an attempt may have failed for a holder of then. */
  private Map<Long, Outlook> outlooks() throws SQLException {
    Map<Long, Outlook> outlooks = new HashMap<>();
    if (!own.isEmpty()) {
      ask();
    }
    own.forEach(
        (employee, changes) ->
            changes.forEach(change -> outlooks.put(change.actionId(), outlook(change))));
    return outlooks;
  }

  private Outlook outlook(Change change) {
    int employee = change.employeeId();
    Set<Integer> all = takingPart(List.of(employee));
    all.retainAll(newest.keySet());
    long evidence = all.stream().mapToLong(one -> newest.get(one).actionId()).sum();
    Outlook.Reason reason = Outlook.Reason.NONE;
    if (newest.containsKey(employee) && newest.get(employee).actionId() > change.actionId()) {
      reason = Outlook.Reason.NEWER_WAITS;
    } else if (isOvertaken(employee)) {
      reason = Outlook.Reason.NEWER_COMES;
    } else if (all.stream().anyMatch(one -> isOvertaken(one) || comesTooEarly(one, change))) {
      reason = Outlook.Reason.NEWER_COMES_TO_OTHERS;
    } else if (all.stream().anyMatch(one -> !first.of(one).equals(holders.of(one)))) {
      reason = Outlook.Reason.MOVED;
    }
    return new Outlook(reason, evidence);
  }

  /** Whether somebody holds or wants what one wants by a change that is newer than one's own. */
  private boolean isOvertaken(int employee) {
    return holders.outbid().contains(employee)
        || (newest.containsKey(employee)
            && holders.of(employee).values().stream()
                .anyMatch(version -> version > newest.get(employee).actionId()));
  }

  /**
   * Whether one wants, by a change that is newer than this, what somebody holds of whom no change
   * is known. What this change needs has been read by now; what a newer one needs perhaps not.
   */
  private boolean comesTooEarly(int employee, Change change) {
    return newest.get(employee).actionId() > change.actionId()
        && !newest.keySet().containsAll(holders.of(employee).keySet());
  }
}
