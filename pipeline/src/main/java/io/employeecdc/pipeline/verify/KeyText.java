package io.employeecdc.pipeline.verify;

import java.util.ArrayList;
import java.util.List;

/** Keys as an operator reads them: runs of adjacent ones as {@code 9-12}, or {@code -12..-9}. */
final class KeyText {
  private KeyText() {}

  /** The keys, which ascend, as single ones and runs. */
  static List<String> runs(List<Long> keys) {
    List<String> runs = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= keys.size(); i++) {
      if (i == keys.size() || keys.get(i) != keys.get(i - 1) + 1) {
        runs.add(run(keys.get(start), keys.get(i - 1)));
        start = i;
      }
    }
    return runs;
  }

  /** The texts with commas between them, in lines of at most this width. */
  static List<String> lines(List<String> texts, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < texts.size(); i++) {
      String text = i == texts.size() - 1 ? texts.get(i) : texts.get(i) + ",";
      if (!line.isEmpty() && line.length() + 1 + text.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(text);
    }
    lines.add(line.toString());
    return lines;
  }

  private static String run(long first, long last) {
    if (first == last) {
      return String.valueOf(first);
    }
    return first + (first < 0 ? ".." : "-") + last;
  }
}
