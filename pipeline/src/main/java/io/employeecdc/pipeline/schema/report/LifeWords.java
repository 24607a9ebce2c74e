package io.employeecdc.pipeline.schema.report;

import io.employeecdc.pipeline.schema.report.Life.Change;
import java.util.ArrayList;
import java.util.List;

/** The steps of a life in a few words; names and values stand in backticks. */
final class LifeWords {
  private static final int LONGEST = 60;

  private LifeWords() {}

  /** What it is: its type and default. Empty for a symbol, which is its name. */
  static String is(Facts facts) {
    List<String> words = new ArrayList<>();
    if (!facts.value(Facts.TYPE).isEmpty()) {
      words.add(quoted(facts.value(Facts.TYPE)));
    }
    if (!facts.value(Facts.DEFAULT).isEmpty()) {
      words.add("default " + quoted(facts.value(Facts.DEFAULT)));
    }
    if (!facts.value(Facts.DEPRECATED).isEmpty()) {
      words.add("deprecated");
    }
    return String.join(", ", words);
  }

  /** One change, such as {@code type `int` → `long`}. */
  static String of(Change change) {
    boolean added = change.was() == null;
    boolean gone = change.now() == null;
    return switch (change.attribute()) {
      case Facts.NAME -> "renamed from " + quoted(change.was());
      case Facts.DEPRECATED -> added ? "deprecated" : "no longer deprecated";
      case Facts.DOC -> added ? "doc added" : gone ? "doc removed" : "doc changed";
      default ->
          added
              ? change.attribute() + " " + quoted(change.now()) + " added"
              : gone
                  ? change.attribute() + " " + quoted(change.was()) + " removed"
                  : "%s %s → %s"
                      .formatted(change.attribute(), quoted(change.was()), quoted(change.now()));
    };
  }

  private static String quoted(String value) {
    String text = value.replace('`', '\'');
    return "`" + (text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…") + "`";
  }
}
