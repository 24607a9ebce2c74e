package io.employeecdc.consumer.apply;

import io.employeecdc.consumer.verdict.Verdict;
import io.employeecdc.contract.RegistryException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Applies a batch and, if records spoil it, finds them, so that their neighbours get through.
 *
 * <p>First the suspects are set aside, all at once, and the others tried without them. Where
 * nothing is suspect, or it still fails, the changes are halved until a bad one is alone. So a
 * guess can only save time; whether a change is bad is told by its own attempt.
 *
 * <p>The parts are in order of {@code action_id}, which is the source's order: when one employee
 * gives up a unique value and another takes it, the giver then goes first, although the batch as a
 * whole may have failed for writing them in the order of their keys. A suspect goes after the
 * others for the same reason: what it needs may come from them.
 *
 * <p>Parts that got through stay so: after an error that concerns the whole batch, {@link #run}
 * goes on where it was.
 */
public final class Isolation {
  /** How some changes are applied. */
  public interface Step {
    /** All or, if it throws, none. */
    Counts apply(List<Change> changes) throws SQLException;

    /** What an error of a single change says of it. */
    default Fault fault(SQLException e) {
      return Fault.of(e);
    }

    /** Of these, those that would probably fail; nobody depends on it. */
    default List<Change> suspects(List<Change> changes) throws SQLException {
      return List.of();
    }

    /** Whether to look for suspects before the first attempt. */
    default boolean expectsBad() {
      return false;
    }
  }

  /** So few suspects are tried one by one, a round trip each: hardly a half of them would pass. */
  private static final int FEW = 256;

  /**
   * Changes to be tried together.
   *
   * @param looks how often suspects may still be looked for among them
   * @param failed how often they failed as they are
   */
  private record Part(List<Change> changes, int looks, boolean suspect, int failed) {
    static Part suspects(List<Change> changes) {
      return new Part(changes, 0, true, 0);
    }
  }

  /** What other threads wrote since the first look may call for another. */
  private static final int LOOKS = 3;

  private final int attempts;
  private final Deque<Part> open = new ArrayDeque<>();
  private final List<FailedChange> failed = new ArrayList<>();
  private Counts counts = Counts.NONE;
  private boolean begun;

  /** Of those that were tried with others, by their ids. */
  private Map<Long, Outlook> outlooks = Map.of();

  private Isolation(int attempts) {
    this.attempts = attempts;
  }

  /** All changes at once, taken apart only if that fails. */
  public static Isolation together(List<Change> batch) {
    return together(batch, 1);
  }

  /**
   * As {@link #together(List)}.
   *
   * @param attempts of a change whose fault lies in its row alone, one right after the other: no
   *     waiting would cure it
   */
  public static Isolation together(List<Change> batch, int attempts) {
    Isolation isolation = new Isolation(attempts);
    if (!batch.isEmpty()) {
      isolation.open.add(new Part(batch, LOOKS, false, 0));
    }
    return isolation;
  }

  /** Each change on its own, in the source's order: for those that failed before. */
  public static Isolation oneByOne(List<Change> changes, int attempts) {
    Isolation isolation = new Isolation(attempts);
    isolation.begun = true;
    inOrder(changes).forEach(change -> isolation.open.add(Part.suspects(List.of(change))));
    return isolation;
  }

  /**
   * Applies what is left.
   *
   * @param applied told after each transaction what went through
   * @throws SQLException if the fault is not one record's; may be called again
   */
  public void run(ChangeApplier applier, BiConsumer<List<Change>, Counts> applied)
      throws SQLException {
    run(
        new Step() {
          @Override
          public Counts apply(List<Change> changes) throws SQLException {
            return applier.apply(changes);
          }

          @Override
          public Fault fault(SQLException e) {
            return applier.fault(e);
          }

          @Override
          public List<Change> suspects(List<Change> changes) throws SQLException {
            return applier.suspects(changes);
          }

          @Override
          public boolean expectsBad() {
            return applier.expectsBad();
          }
        },
        applied);
  }

  /** As {@link #run(ChangeApplier, BiConsumer)}, each part applied in the caller's way. */
  public void run(Step step, BiConsumer<List<Change>, Counts> applied) throws SQLException {
    if (!begun && !open.isEmpty() && step.expectsBad()) {
      boolean unused = setSuspectsAside(open.peek(), step);
    }
    begun = true;
    while (!open.isEmpty()) {
      Part next = open.peek();
      try {
        Counts more = step.apply(next.changes());
        open.pop();
        counts = counts.plus(more);
        applied.accept(next.changes(), more);
      } catch (SQLException e) {
        if (Verdict.of(e) != Verdict.ISOLATE) {
          throw e;
        }
        takeApart(next, e, step);
        applied.accept(List.of(), Counts.NONE);
      }
    }
  }

  /**
   * Tries what failed for a value that another employee holds together with what makes it free.
   *
   * @param elsewhere what else waits for such values
   * @param applied told what went through
   * @throws SQLException if the fault is not one record's; may be called again
   */
  public void exchange(
      ChangeApplier applier, Elsewhere elsewhere, BiConsumer<List<Change>, Counts> applied)
      throws RegistryException, SQLException {
    List<Change> wanting =
        failed.stream()
            .filter(one -> one.fault().mayPassWhenOthersHaveMoved())
            .map(FailedChange::change)
            .toList();
    if (!wanting.isEmpty()) {
      outlooks = Exchange.run(applier, wanting, elsewhere, effects -> exchanged(effects, applied));
    }
  }

  /** What failed, for whatever reason, and went through with others after all. */
  private void exchanged(Map<Long, Effect> effects, BiConsumer<List<Change>, Counts> applied) {
    List<Change> done =
        failed.stream()
            .map(FailedChange::change)
            .filter(change -> effects.containsKey(change.actionId()))
            .toList();
    Counts more = Counts.of(done.stream().map(change -> effects.get(change.actionId())).toList());
    counts = counts.plus(more);
    failed.removeIf(one -> effects.containsKey(one.change().actionId()));
    applied.accept(done, more);
  }

  /** Gives up on what is left, which failed so often. */
  public void giveUp(Fault fault, int attempts) {
    while (!open.isEmpty()) {
      open.pop().changes().forEach(change -> failed.add(new FailedChange(change, fault, attempts)));
    }
  }

  /** What became of the changes that went through so far. */
  public Counts counts() {
    return counts;
  }

  /** Whether a change that failed may pass later, as far as {@link #exchange} has found out. */
  public Outlook outlook(FailedChange one) {
    return outlooks.getOrDefault(one.change().actionId(), Outlook.NONE);
  }

  /** The changes that failed on their own so far. */
  public List<FailedChange> failed() {
    return List.copyOf(failed);
  }

  private void takeApart(Part spoiled, SQLException e, Step step) throws SQLException {
    List<Change> changes = spoiled.changes();
    if (changes.size() == 1) {
      open.pop();
      refused(spoiled, step.fault(e));
    } else if (spoiled.looks() == 0 || !setSuspectsAside(spoiled, step)) {
      open.pop();
      boolean few = spoiled.suspect() && changes.size() <= FEW;
      split(inOrder(changes), few ? 1 : (changes.size() + 1) / 2, spoiled.suspect());
    }
  }

  private void refused(Part alone, Fault fault) {
    int times = alone.failed() + 1;
    if (fault.liesInTheRowAlone() && times < attempts) {
      open.push(new Part(alone.changes(), 0, true, times));
    } else {
      failed.add(new FailedChange(alone.changes().get(0), fault, times));
    }
  }

  /**
   * Replaces the part that is next by its good changes and its suspects. An employee's older
   * changes go with its newest: they are often as bad, and would show only when that was gone.
   *
   * @return false if that changes nothing
   */
  private boolean setSuspectsAside(Part next, Step step) throws SQLException {
    Set<Integer> employees =
        step.suspects(next.changes()).stream().map(Change::employeeId).collect(Collectors.toSet());
    if (employees.isEmpty()) {
      return false;
    }
    Map<Boolean, List<Change>> bySuspicion =
        next.changes().stream()
            .collect(Collectors.partitioningBy(one -> employees.contains(one.employeeId())));
    open.pop();
    List<Change> suspects = inOrder(bySuspicion.get(true));
    split(suspects, suspects.size() <= FEW ? 1 : suspects.size(), true);
    List<Change> others = bySuspicion.get(false);
    if (!others.isEmpty()) {
      open.push(new Part(others, next.looks() - 1, false, 0));
    }
    return true;
  }

  private void split(List<Change> ordered, int size, boolean suspect) {
    for (int end = ordered.size(); end > 0; ) {
      int from = (end - 1) / size * size;
      open.push(new Part(ordered.subList(from, end), 0, suspect, 0));
      end = from;
    }
  }

  private static List<Change> inOrder(List<Change> changes) {
    List<Change> ordered = new ArrayList<>(changes);
    ordered.sort(Comparator.comparingLong(Change::actionId));
    return ordered;
  }
}
