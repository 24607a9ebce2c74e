package io.employeecdc.consumer.apply;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Applies a batch and, if a record spoils it, halves it until that record is alone, so that its
 * neighbours get through.
 *
 * <p>The halves are in order of {@code action_id}, which is the source's order: when one employee
 * gives up a unique value and another takes it, the giver then goes first, although the batch as a
 * whole may have failed for writing them in the order of their keys.
 *
 * <p>Halves that got through stay so: after an error that concerns the whole batch, {@link #run}
 * goes on where it was.
 */
public final class Isolation {
  /** How some changes are applied: all or, if it throws, none. */
  public interface Step {
    Counts apply(List<Change> changes) throws SQLException;
  }

  private final Deque<List<Change>> open = new ArrayDeque<>();
  private final List<FailedChange> failed = new ArrayList<>();
  private Counts counts = Counts.NONE;

  private Isolation() {}

  /** All changes at once, halved only if that fails. */
  public static Isolation together(List<Change> batch) {
    Isolation isolation = new Isolation();
    if (!batch.isEmpty()) {
      isolation.open.add(batch);
    }
    return isolation;
  }

  /** Each change on its own, in the source's order: for those that failed before. */
  public static Isolation oneByOne(List<Change> changes) {
    Isolation isolation = new Isolation();
    inOrder(changes).forEach(change -> isolation.open.add(List.of(change)));
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
    run((Step) applier::apply, applied);
  }

  /** As {@link #run(ChangeApplier, BiConsumer)}, each part applied in the caller's way. */
  public void run(Step step, BiConsumer<List<Change>, Counts> applied) throws SQLException {
    while (!open.isEmpty()) {
      List<Change> next = open.peek();
      try {
        Counts more = step.apply(next);
        open.pop();
        counts = counts.plus(more);
        applied.accept(next, more);
      } catch (SQLException e) {
        if (Verdict.of(e) != Verdict.ISOLATE) {
          throw e;
        }
        open.pop();
        halve(next, e);
        applied.accept(List.of(), Counts.NONE);
      }
    }
  }

  /** Gives up on what is left. */
  public void giveUp(Fault fault) {
    while (!open.isEmpty()) {
      open.pop().forEach(change -> failed.add(new FailedChange(change, fault)));
    }
  }

  /** What became of the changes that went through so far. */
  public Counts counts() {
    return counts;
  }

  /** The changes that failed on their own so far. */
  public List<FailedChange> failed() {
    return List.copyOf(failed);
  }

  private void halve(List<Change> spoiled, SQLException e) {
    if (spoiled.size() == 1) {
      failed.add(new FailedChange(spoiled.get(0), Fault.of(e)));
      return;
    }
    List<Change> ordered = inOrder(spoiled);
    int middle = ordered.size() / 2;
    open.push(ordered.subList(middle, ordered.size()));
    open.push(ordered.subList(0, middle));
  }

  private static List<Change> inOrder(List<Change> changes) {
    List<Change> ordered = new ArrayList<>(changes);
    ordered.sort(Comparator.comparingLong(Change::actionId));
    return ordered;
  }
}
