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
import java.util.function.UnaryOperator;

/** Counts dead letters by reason, and by time as well, and keeps the newest ones. */
final class DeadLetterStats {
  private static final Comparator<DeadLetterSummary> BY_TIME =
      Comparator.<DeadLetterSummary, Instant>comparing(
              letter -> letter.time().orElse(Instant.EPOCH))
          .thenComparing(DeadLetterSummary::place);

  private final int limit;
  private final PriorityQueue<DeadLetterSummary> newest = new PriorityQueue<>(BY_TIME);
  private final Period period;
  private final Map<Count, Long> groups = new HashMap<>();
  private long count;
  private long done;

  enum Period {
    HOUR("uuuu-MM-dd HH:00"),
    DAY("uuuu-MM-dd");

    private final DateTimeFormatter format;

    Period(String pattern) {
      format = DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC);
    }
  }

  /** How many dead letters of a reason there are, in a period or, where time is empty, in all. */
  record Count(
      @JsonInclude(JsonInclude.Include.NON_EMPTY) String time,
      String stage,
      String reason,
      long count) {}

  DeadLetterStats(int limit, Period period) {
    this.limit = limit;
    this.period = period;
  }

  void add(DeadLetterSummary letter) {
    count++;
    String time = letter.time().map(period.format::format).orElse("-");
    groups.merge(
        new Count(time, letter.text(DeadLetterHeaders.STAGE), letter.reason(), 0), 1L, Long::sum);
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
    return counts(one -> new Count("", one.stage(), one.reason(), 0));
  }

  List<Count> byTime() {
    return counts(one -> one);
  }

  private List<Count> counts(UnaryOperator<Count> by) {
    Map<Count, Long> counts = new HashMap<>();
    groups.forEach((one, number) -> counts.merge(by.apply(one), number, Long::sum));
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
    TextTable table = new TextTable(period + " (UTC)", ">COUNT", "STAGE", "REASON");
    byTime().forEach(one -> table.add(one.time(), one.count(), one.stage(), one.reason()));
    table.print(out);
  }
}
