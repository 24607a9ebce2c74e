package io.employeecdc.operations.deadletters;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.employeecdc.consumer.deadletter.DeadLetterHeaders;
import io.employeecdc.runtime.results.TextTable;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Counts dead letters by reason, and by day as well, and keeps the newest ones. */
final class DeadLetterStats {
  private static final Comparator<DeadLetterSummary> BY_TIME =
      Comparator.<DeadLetterSummary, Instant>comparing(
              letter -> letter.time().orElse(Instant.EPOCH))
          .thenComparing(DeadLetterSummary::place);

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withZone(ZoneOffset.UTC);

  private final int limit;
  private final PriorityQueue<DeadLetterSummary> newest = new PriorityQueue<>(BY_TIME);
  private final Map<Count, Long> reasons = new HashMap<>();
  private final Map<Count, Long> days = new HashMap<>();
  private long count;
  private long done;

  /** How many dead letters of a reason there are, on a day or, where time is empty, in all. */
  record Count(
      @JsonInclude(JsonInclude.Include.NON_EMPTY) String time,
      String stage,
      String reason,
      long count) {}

  DeadLetterStats(int limit) {
    this.limit = limit;
  }

  void add(DeadLetterSummary letter) {
    count++;
    String stage = letter.text(DeadLetterHeaders.STAGE);
    String day = letter.time().map(DAY::format).orElse("-");
    reasons.merge(new Count("", stage, letter.reason(), 0), 1L, Long::sum);
    days.merge(new Count(day, stage, letter.reason(), 0), 1L, Long::sum);
    newest.add(letter);
    if (newest.size() > limit) {
      newest.remove();
    }
  }

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

  List<DeadLetterSummary> newest() {
    return newest.stream().sorted(BY_TIME).toList();
  }

  List<Count> reasons() {
    return sorted(reasons);
  }

  List<Count> byTime() {
    return sorted(days);
  }

  private static List<Count> sorted(Map<Count, Long> counts) {
    return counts.entrySet().stream()
        .map(e -> new Count(e.getKey().time, e.getKey().stage, e.getKey().reason, e.getValue()))
        .sorted(
            Comparator.comparing(Count::time)
                .thenComparing(Count::count, Comparator.reverseOrder())
                .thenComparing(Count::stage)
                .thenComparing(Count::reason))
        .toList();
  }

  void printReasons(PrintWriter out) {
    TextTable table = new TextTable(">COUNT", "STAGE", "REASON");
    reasons().forEach(one -> table.add(one.count(), one.stage(), one.reason()));
    table.print(out);
  }

  void printByTime(PrintWriter out) {
    TextTable table = new TextTable("DAY (UTC)", ">COUNT", "STAGE", "REASON");
    byTime().forEach(one -> table.add(one.time(), one.count(), one.stage(), one.reason()));
    table.print(out);
  }
}
