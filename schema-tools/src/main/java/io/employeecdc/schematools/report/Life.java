package io.employeecdc.schematools.report;

import static io.employeecdc.schematools.report.PartFacts.quoted;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

final class Life {
  private final String kind;
  private final int columns;
  private final TreeMap<Integer, PartFacts> facts = new TreeMap<>();

  /** Not there yet; a field or symbol has no kind. */
  Life(String kind, int columns) {
    this.kind = kind;
    this.columns = columns;
  }

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
  record LifeStep(Event event, PartFacts facts, List<AttributeChange> changes) {
    /** True for the name of the event alone, as the templates ask for it. */
    Map<String, Boolean> is() {
      return Stream.of(Event.values())
          .collect(Collectors.toMap(e -> e.name().toLowerCase(Locale.ROOT), e -> e == event));
    }
  }

  /** One attribute that is not what it was: null before if it is new, null now if it is gone. */
  record AttributeChange(String attribute, String was, String now) {
    boolean doc() {
      return attribute.equals(PartFacts.DOC);
    }

    /** Such as {@code type `int` → `long`}; names and values stand in backticks. */
    String words() {
      String what = was == null ? "added" : now == null ? "removed" : "changed";
      return switch (attribute) {
        case PartFacts.NAME -> "renamed from " + quoted(was);
        case PartFacts.DOC -> "doc " + what;
        default ->
            was != null && now != null
                ? attribute + " " + quoted(was) + " → " + quoted(now)
                : attribute + " " + quoted(was == null ? now : was) + " " + what;
      };
    }
  }

  void at(int version, PartFacts found) {
    facts.put(version, found);
  }

  boolean isAt(int version) {
    return facts.containsKey(version);
  }

  PartFacts newest() {
    return facts.lastEntry().getValue();
  }

  String kind() {
    return kind;
  }

  String shown() {
    return newest().name().substring(newest().name().lastIndexOf('.') + 1);
  }

  /** A type's path; empty where that is its name, and for fields and symbols. */
  String place() {
    return kind.isEmpty() || newest().path().equals(shown()) ? "" : newest().path();
  }

  String style() {
    return ((kind.isEmpty() ? "" : "type ") + (isAt(columns - 1) ? "" : "gone")).strip();
  }

  List<LifeStep> steps() {
    return IntStream.range(0, columns).mapToObj(this::step).toList();
  }

  private LifeStep step(int version) {
    PartFacts now = facts.get(version);
    PartFacts before = facts.get(version - 1);
    if (now == null) {
      var last = facts.lowerEntry(version);
      return new LifeStep(
          before == null ? Event.ABSENT : Event.REMOVED,
          last == null ? null : last.getValue(),
          List.of());
    }
    if (before == null) {
      return new LifeStep(Event.ADDED, now, List.of());
    }
    List<AttributeChange> changes = changes(before, now);
    return new LifeStep(changes.isEmpty() ? Event.SAME : Event.CHANGED, now, changes);
  }

  private static List<AttributeChange> changes(PartFacts was, PartFacts now) {
    Set<String> attributes = new LinkedHashSet<>(now.values().keySet());
    attributes.addAll(was.values().keySet());
    return attributes.stream()
        .map(a -> new AttributeChange(a, was.values().get(a), now.values().get(a)))
        .filter(change -> !Objects.equals(change.was(), change.now()))
        .toList();
  }
}
