package io.employeecdc.pipeline.schema.report;

import java.util.List;

/** Lists in sentences. */
final class Lists {
  private static final String NUMBERED = "version ";

  private Lists() {}

  /** {@code versions 1, 2 and 3}, or the names one after the other. */
  static String labels(List<String> labels) {
    if (labels.size() < 2 || !labels.stream().allMatch(label -> label.startsWith(NUMBERED))) {
      return and(labels);
    }
    return "versions " + and(labels.stream().map(l -> l.substring(NUMBERED.length())).toList());
  }

  /** {@code A, B and C}; empty for none. */
  static String and(List<String> words) {
    int last = words.size() - 1;
    return last <= 0
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
  }

  static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }
}
