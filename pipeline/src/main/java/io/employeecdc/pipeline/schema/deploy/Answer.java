package io.employeecdc.pipeline.schema.deploy;

import java.util.ArrayList;
import java.util.List;

/** What follows from the facts. Yes, unless there is a reason not to. */
final class Answer {
  private final List<String> reasons = new ArrayList<>();
  private final List<String> consequences = new ArrayList<>();
  private final List<String> order = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /** Why not. */
  void no(String reason) {
    reasons.add(reason);
  }

  /** What happens when it is deployed. */
  void then(String consequence) {
    consequences.add(consequence);
  }

  /** What to do first; said once, however many reasons ask for it. */
  void first(String step) {
    if (!order.contains(step)) {
      order.add(step);
    }
  }

  /** What else the operator should know. */
  void note(String note) {
    notes.add(note);
  }

  /** Once for all consumers, each of which sees the same target. */
  void incomplete(List<Peer> consumers) {
    consumers.stream()
        .mapToLong(Peer::incompleteRows)
        .max()
        .ifPresent(
            rows -> {
              if (rows > 0) {
                note(
                    "%,d rows of the target may hold old values in columns that a writer or reader did not know; once all know them, run 'cdc backfill --incomplete'"
                        .formatted(rows));
              }
            });
  }

  boolean yes() {
    return reasons.isEmpty();
  }

  List<String> reasons() {
    return List.copyOf(reasons);
  }

  List<String> consequences() {
    return List.copyOf(consequences);
  }

  List<String> order() {
    return List.copyOf(order);
  }

  List<String> notes() {
    return List.copyOf(notes);
  }
}
