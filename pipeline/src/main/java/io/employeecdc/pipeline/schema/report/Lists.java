package io.employeecdc.pipeline.schema.report;

import java.util.List;

/** Lists in sentences. */
final class Lists {
  private Lists() {}

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
