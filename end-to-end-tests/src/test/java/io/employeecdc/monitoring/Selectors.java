package io.employeecdc.monitoring;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an expression of PromQL looks at. An alert's expression returns nothing while all is well,
 * so it is these that must return data, each on its own: a name or label that nobody exports would
 * make the alert silent for ever.
 */
final class Selectors {
  private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool");

  /** From left to right: what is none, then what is one. */
  private static final Pattern PART =
      Pattern.compile(
          "\"[^\"]*\"|\\[[^]]*]|\\boffset \\w+"
              + "|\\b(?:by|on|without|ignoring|group_left|group_right) ?\\([^)]*\\)"
              + "|(?<labelled>[a-zA-Z_:]*[\\w:]*\\{[^}]*})"
              + "|[a-zA-Z_]\\w*(?= ?\\(| (?:by|without)\\b)|\\b\\d[\\w.]*"
              + "|(?<plain>[a-zA-Z_:][\\w:]*)");

  private Selectors() {}

  static Set<String> of(String expression) {
    Set<String> found = new TreeSet<>();
    Matcher part = PART.matcher(expression.replaceAll("\\s+", " "));
    while (part.find()) {
      if (part.group("labelled") != null) {
        found.add(part.group("labelled"));
      } else if (part.group("plain") != null && !WORDS.contains(part.group("plain"))) {
        found.add(part.group("plain"));
      }
    }
    return found;
  }
}
