package io.employeecdc.pipeline.deadletters;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.employeecdc.consumer.deadletter.DeadLetterHeaders;
import io.employeecdc.pipeline.output.TextTable;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/** Counts dead letters by reason, and by time as well, and keeps the newest ones. */
final class DeadLetterStats {
  private static final Comparator<DeadLetterSummary> BY_TIME =
      Comparator.<DeadLetterSummary, Instant>comparing(
              letter -> letter.time().orElse(Instant.EPOCH))
          .thenComparing(DeadLetterSummary::place);

  private final int limit;
  private final PriorityQueue<DeadLetterSummary> newest = new PriorityQueue<>(BY_TIME);
  private final Period period;
  private final Map<Reason, Long> reasons = new HashMap<>();
  private final Map<String, Map<Reason, Long>> byTime = new TreeMap<>();
  private long count;
  private long done;

  /** What dead letters are grouped by in time, in UTC. */
  enum Period {
    HOUR("uuuu-MM-dd HH:00"),
    DAY("uuuu-MM-dd");

    private final DateTimeFormatter format;

    Period(String pattern) {
      format = DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC);
    }
  }

  private record Reason(String stage, String code) {}

  /**
   * How many dead letters there are of a reason.
   *
   * @param time a period; null for all
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Count(String time, String stage, String reason, long count) {}

  /**
   * Nothing yet.
   *
   * @param limit letters to keep
   */
  DeadLetterStats(int limit, Period period) {
    this.limit = limit;
    this.period = period;
  }

  void add(DeadLetterSummary letter) {
    count++;
    Reason reason = new Reason(letter.text(DeadLetterHeaders.STAGE), letter.reason());
    reasons.merge(reason, 1L, Long::sum);
    byTime
        .computeIfAbsent(
            letter.time().map(period.format::format).orElse("-"), time -> new HashMap<>())
        .merge(reason, 1L, Long::sum);
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
  List<DeadLetterSummary> newest() {
    return newest.stream().sorted(BY_TIME).toList();
  }

  /** All reasons, the most frequent first. */
  List<Count> reasons() {
    return counts(null, reasons);
  }

  /** The reasons of each period, in the order of time. */
  List<Count> byTime() {
    return byTime.entrySet().stream()
        .flatMap(entry -> counts(entry.getKey(), entry.getValue()).stream())
        .toList();
  }

  private static List<Count> counts(String time, Map<Reason, Long> reasons) {
    return reasons.entrySet().stream()
        .map(entry -> count(time, entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparingLong(Count::count)
                .reversed()
                .thenComparing(Count::stage)
                .thenComparing(Count::reason))
        .toList();
  }

  private static Count count(String time, Reason reason, long count) {
    return new Count(time, reason.stage(), reason.code(), count);
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
