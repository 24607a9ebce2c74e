package io.employeecdc.schematools.candeploy;

import java.util.ArrayList;
import java.util.List;

/** What follows from the facts, a sentence each. Yes, unless there is a reason not to. */
record Answer(
    List<String> reasons, List<String> order, List<String> consequences, List<String> notes) {
  Answer() {
    this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  void no(String reason) {
    reasons.add(reason);
  }

  void then(String consequence) {
    consequences.add(consequence);
  }

  void note(String note) {
    notes.add(note);
  }

  boolean yes() {
    return reasons.isEmpty();
  }

  void first(String step) {
    if (!order.contains(step)) {
      order.add(step);
    }
  }

  /** Once for all consumers, each of which sees the same target. */
  void incomplete(List<Peer> consumers) {
    long rows = consumers.stream().mapToLong(Peer::incompleteRows).max().orElse(0);
    if (rows > 0) {
      note(
          "%,d rows of the target may hold old values in columns that a writer or reader did not know; once all know them, run 'cdc backfill --incomplete'"
              .formatted(rows));
    }
  }
}
