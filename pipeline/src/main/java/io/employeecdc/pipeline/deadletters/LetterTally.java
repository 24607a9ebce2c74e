package io.employeecdc.pipeline.deadletters;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Counts dead letters by reason and keeps the newest ones. */
final class LetterTally {
  private static final Comparator<DeadLetter> BY_TIME =
      Comparator.<DeadLetter, Instant>comparing(letter -> letter.time().orElse(Instant.EPOCH))
          .thenComparing(DeadLetter::place);

  private final int limit;
  private final PriorityQueue<DeadLetter> newest = new PriorityQueue<>(BY_TIME);
  private final Map<Reason, Long> reasons = new HashMap<>();
  private long count;

  LetterTally(int limit) {
    this.limit = limit;
  }

  void add(DeadLetter letter) {
    count++;
    reasons.merge(letter.reason(), 1L, Long::sum);
    newest.add(letter);
    if (newest.size() > limit) {
      newest.remove();
    }
  }

  long count() {
    return count;
  }

  /** The newest ones, oldest first. */
  List<DeadLetter> newest() {
    return newest.stream().sorted(BY_TIME).toList();
  }

  /** All reasons, the most frequent first. */
  List<Map.Entry<Reason, Long>> reasons() {
    return reasons.entrySet().stream()
        .sorted(
            Map.Entry.<Reason, Long>comparingByValue()
                .reversed()
                .thenComparing(entry -> entry.getKey().toString()))
        .toList();
  }
}
