package io.employeecdc.pipeline.deadletters;

import io.employeecdc.pipeline.output.TextTable;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/** Counts dead letters by reason, and by time as well, and keeps the newest ones. */
final class LetterTally {
  private static final Comparator<DeadLetter> BY_TIME =
      Comparator.<DeadLetter, Instant>comparing(letter -> letter.time().orElse(Instant.EPOCH))
          .thenComparing(DeadLetter::place);

  private final int limit;
  private final PriorityQueue<DeadLetter> newest = new PriorityQueue<>(BY_TIME);
  private final Period period;
  private final Map<Reason, Long> reasons = new HashMap<>();
  private final Map<String, Map<Reason, Long>> byTime = new TreeMap<>();
  private long count;
  private long done;

  /**
   * Nothing yet.
   *
   * @param limit letters to keep
   */
  LetterTally(int limit, Period period) {
    this.limit = limit;
    this.period = period;
  }

  void add(DeadLetter letter) {
    count++;
    reasons.merge(letter.reason(), 1L, Long::sum);
    byTime
        .computeIfAbsent(period.of(letter.time()), time -> new HashMap<>())
        .merge(letter.reason(), 1L, Long::sum);
    newest.add(letter);
    if (newest.size() > limit) {
      newest.remove();
    }
  }

  /** One more that replays are done with. */
  void addDone() {
    done++;
  }

  /** Letters that replays are done with; they are in no other count. */
  long done() {
    return done;
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
    return sorted(reasons);
  }

  /** The reasons of each hour or day, in the order of time. */
  Map<String, List<Map.Entry<Reason, Long>>> byTime() {
    Map<String, List<Map.Entry<Reason, Long>>> sorted = new LinkedHashMap<>();
    byTime.forEach((time, counts) -> sorted.put(time, sorted(counts)));
    return sorted;
  }

  private static List<Map.Entry<Reason, Long>> sorted(Map<Reason, Long> reasons) {
    return reasons.entrySet().stream()
        .sorted(
            Map.Entry.<Reason, Long>comparingByValue()
                .reversed()
                .thenComparing(entry -> entry.getKey().toString()))
        .toList();
  }

  /** A table of the reasons. */
  void printReasons(PrintWriter out) {
    TextTable table = new TextTable(">COUNT", "STAGE", "REASON");
    reasons()
        .forEach(
            entry -> table.add(entry.getValue(), entry.getKey().stage(), entry.getKey().code()));
    table.print(out);
  }

  /** The same by time. */
  void printByTime(PrintWriter out) {
    TextTable table = new TextTable(period + " (UTC)", ">COUNT", "STAGE", "REASON");
    byTime()
        .forEach(
            (time, reasons) ->
                reasons.forEach(
                    entry ->
                        table.add(
                            time,
                            entry.getValue(),
                            entry.getKey().stage(),
                            entry.getKey().code())));
    table.print(out);
  }
}
