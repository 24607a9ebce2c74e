package io.employeecdc.contract.check;

import java.util.List;

/** Words in a sentence. */
public final class WordList {
  private WordList() {}

  /** {@code A, B or C} if the conjunction is {@code " or "}; empty for none. */
  public static String of(List<String> words, String conjunction) {
    int last = words.size() - 1;
    return last <= 0
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + conjunction + words.get(last);
  }
}
