package io.employeecdc.pipeline.schema.report;

import static io.employeecdc.pipeline.schema.report.Facts.quoted;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** One type, field or symbol through the versions. */
final class Life {
  private final String kind;
  private final int columns;
  private final TreeMap<Integer, Facts> facts = new TreeMap<>();

  /**
   * Not there yet.
   *
   * @param kind {@code record}, {@code enum} or {@code fixed}; empty for fields and symbols
   * @param columns how many versions there are
   */
  Life(String kind, int columns) {
    this.kind = kind;
    this.columns = columns;
  }

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
  record Step(Event event, Facts facts, List<Change> changes) {
    boolean absent() {
      return event == Event.ABSENT;
    }

    boolean added() {
      return event == Event.ADDED;
    }

    boolean same() {
      return event == Event.SAME;
    }

    boolean removed() {
      return event == Event.REMOVED;
    }
  }

  /**
   * One attribute that is not what it was.
   *
   * @param was null if it is new
   * @param now null if it is gone
   */
  record Change(String attribute, String was, String now) {
    boolean doc() {
      return attribute.equals(Facts.DOC);
    }

    /** Such as {@code type `int` → `long`}; names and values stand in backticks. */
    String words() {
      String what = was == null ? "added" : now == null ? "removed" : "changed";
      return switch (attribute) {
        case Facts.NAME -> "renamed from " + quoted(was);
        case Facts.DEPRECATED -> was == null ? "deprecated" : "no longer deprecated";
        case Facts.DOC -> "doc " + what;
        default ->
            was != null && now != null
                ? attribute + " " + quoted(was) + " → " + quoted(now)
                : attribute + " " + quoted(was == null ? now : was) + " " + what;
      };
    }
  }

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

  String kind() {
    return kind;
  }

  /** Its name without the namespace. */
  String shown() {
    return newest().name().substring(newest().name().lastIndexOf('.') + 1);
  }

  /** A type's path; empty where that is its name, and for fields and symbols. */
  String place() {
    return kind.isEmpty() || newest().path().equals(shown()) ? "" : newest().path();
  }

  /** How the page's style sheet calls its row. */
  String style() {
    return ((kind.isEmpty() ? "" : "type ") + (isAt(columns - 1) ? "" : "gone")).strip();
  }

  /** True if it is not the same in all versions. */
  boolean hasHistory() {
    return steps().stream().skip(1).anyMatch(step -> !step.same());
  }

  /** One step for each version. */
  List<Step> steps() {
    return IntStream.range(0, columns).mapToObj(this::step).toList();
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
