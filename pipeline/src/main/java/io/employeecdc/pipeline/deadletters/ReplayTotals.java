package io.employeecdc.pipeline.deadletters;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** How many letters became what. */
final class ReplayTotals {
  private final Map<String, Long> byWord = new LinkedHashMap<>();
  private long count;
  private Place last;

  ReplayTotals() {
    Replayed.WORDS.forEach(word -> byWord.put(word, 0L));
  }

  void add(Replayed replayed) {
    count++;
    last = replayed.letter().place();
    byWord.merge(replayed.word(), 1L, Long::sum);
  }

  long count() {
    return count;
  }

  long failed() {
    return byWord.get(Replayed.FAILED);
  }

  /** The counts by the word for the outcome, all of them. */
  Map<String, Long> byWord() {
    return byWord;
  }

  /** Where the last one was, or a word for none. */
  String last() {
    return last == null ? "none" : last.toString();
  }

  @Override
  public String toString() {
    return byWord.entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }
}
