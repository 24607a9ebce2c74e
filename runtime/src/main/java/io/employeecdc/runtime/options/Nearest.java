package io.employeecdc.runtime.options;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What somebody may have meant who wrote a name that nobody knows. */
final class Nearest {
  private Nearest() {}

  /** The name that takes the fewest letters to be added, left out or changed, at most so many. */
  static Optional<String> of(String written, Collection<String> names, int letters) {
    return names.stream()
        .min(Comparator.comparingInt(name -> letters(written, name)))
        .filter(name -> letters(written, name) <= letters);
  }

  /** Levenshtein's distance. */
  private static int letters(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
