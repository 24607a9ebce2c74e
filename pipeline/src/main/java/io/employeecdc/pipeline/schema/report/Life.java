package io.employeecdc.pipeline.schema.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** One type, field or symbol through the versions. */
final class Life {
  private final TreeMap<Integer, Facts> facts = new TreeMap<>();

  /** What became of it in one version. */
  enum Event {
    /** It was not there yet, or is gone since an earlier version. */
    ABSENT,
    ADDED,
    SAME,
    CHANGED,
    REMOVED
  }

  /**
   * One version of it.
   *
   * @param facts of this version; of the last one before it if it is not there, null if never
   * @param changes against the version before; empty unless it changed
   */
  record Step(Event event, Facts facts, List<Change> changes) {}

  /**
   * One attribute that is not what it was.
   *
   * @param was null if it is new
   * @param now null if it is gone
   */
  record Change(String attribute, String was, String now) {}

  void at(int version, Facts found) {
    facts.put(version, found);
  }

  boolean isAt(int version) {
    return facts.containsKey(version);
  }

  /** The newest that is known of it. */
  Facts newest() {
    return facts.lastEntry().getValue();
  }

  /** One step for each version. */
  List<Step> steps(int versions) {
    List<Step> steps = new ArrayList<>();
    for (int version = 0; version < versions; version++) {
      steps.add(step(version));
    }
    return steps;
  }

  private Step step(int version) {
    Facts now = facts.get(version);
    Facts before = facts.get(version - 1);
    if (now == null) {
      var last = facts.lowerEntry(version);
      return new Step(
          before == null ? Event.ABSENT : Event.REMOVED,
          last == null ? null : last.getValue(),
          List.of());
    }
    if (before == null) {
      return new Step(Event.ADDED, now, List.of());
    }
    List<Change> changes = changes(before, now);
    return new Step(changes.isEmpty() ? Event.SAME : Event.CHANGED, now, changes);
  }

  private static List<Change> changes(Facts was, Facts now) {
    Set<String> attributes = new LinkedHashSet<>(now.values().keySet());
    attributes.addAll(was.values().keySet());
    return attributes.stream()
        .map(a -> new Change(a, was.values().get(a), now.values().get(a)))
        .filter(change -> !Objects.equals(change.was(), change.now()))
        .toList();
  }
}
