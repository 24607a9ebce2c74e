package io.employeecdc.operations.status;

import io.employeecdc.operations.status.KafkaAnswer.Partition;
import io.employeecdc.runtime.peers.ServiceAnswer;
import io.employeecdc.runtime.peers.ServiceAnswer.Running;
import io.employeecdc.runtime.peers.ServiceKind;
import io.employeecdc.runtime.results.TextTable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** For the operator: the verdict first, then what it rests on; the flow beside lag and the rest. */
record StatusText(Status status) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private static final String GAP = "     ";
  private static final String NONE = "-";

  /** The first line says in its first word whether all is well. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s  %s  topic %s"
            .formatted(
                status.healthy() ? "healthy" : "not healthy",
                TIME.format(status.at()),
                status.kafka().topic()));
    status.problems().forEach(problem -> lines.add("  - " + problem));
    lines.add("");
    lines.addAll(services());
    lines.add("");
    lines.addAll(beside(flow(), rest()));
    if (!status.kafka().partitions().isEmpty()) {
      lines.add("");
      lines.addAll(partitions());
    }
    return lines;
  }

  private List<String> services() {
    TextTable table = new TextTable("SERVICE", "ADDRESS", "STATE", "SCHEMA", ">UP");
    for (ServiceAnswer answer : status.now().services()) {
      if (answer instanceof Running running) {
        table.add(
            running.kind().word(),
            running.address(),
            running.problem().isEmpty() ? "ready" : "not ready",
            running.version().map(v -> running.kind().relation + " " + v).orElse(NONE),
            time(running.meters().sum("process_uptime_seconds")));
      } else {
        table.add(NONE, answer.address(), "silent", NONE, NONE);
      }
    }
    return table.lines();
  }

  private List<String> flow() {
    TextTable table = new TextTable("STAGE", ">TOTAL", ">PER SECOND");
    for (FlowCounters.Stage stage : status.stages()) {
      table.add(
          stage.title(),
          stage.total().map("%,d"::formatted).orElse(NONE),
          stage.perSecond().map("%,.0f"::formatted).orElse(NONE));
    }
    return table.lines();
  }

  private List<String> lag() {
    TextTable lag = new TextTable("LAG", ">MEDIAN", ">95 %", ">99 %", ">MAX");
    addLag(lag, "last " + time(status.intervalSeconds()), status.lag().interval());
    addLag(lag, "since start", status.lag().sinceStart());
    return lag.lines();
  }

  private List<String> rest() {
    List<String> lines = new ArrayList<>(lag());
    lines.add("");
    lines.add("in the topic   " + through(status.publishedThrough()));
    lines.add("in the target  " + through(status.appliedThrough()));
    lines.add(
        status
            .log()
            .map(
                log ->
                    "log            %.1f MB not published, %.1f MB kept for the slot"
                        .formatted(log.behindBytes() / 1e6, log.slotRetainedBytes() / 1e6))
            .orElseGet(() -> "backlog        " + backlog()));
    lines.add("paused         " + count(status.pausedThreads(), "thread"));
    lines.addAll(waiting());
    lines.add("dead letters   " + (status.deadLetters().isEmpty() ? "none" : deadLetters()));
    return lines;
  }

  private String deadLetters() {
    return status.deadLetters().stream()
        .map(d -> "%s %s %,d".formatted(d.stage(), d.reason(), d.count()))
        .collect(Collectors.joining(", ", "", "; 'cdc dlq list' says more"));
  }

  /** What is to come to the target yet; told only where there is some. */
  private List<String> waiting() {
    List<String> lines = new ArrayList<>();
    status
        .parked()
        .changes()
        .filter(changes -> changes > 0)
        .ifPresent(
            changes ->
                lines.add(
                    "parked         %s, oldest %s; waiting for other rows of the target"
                        .formatted(count(changes, "change"), time(status.parked().seconds()))));
    if (status.incompleteRows() > 0) {
      lines.add(
          "incomplete     %s may hold old values in columns that a writer or reader did not know: cdc backfill --incomplete"
              .formatted(count(status.incompleteRows(), "row")));
    }
    return lines;
  }

  private static void addLag(TextTable table, String name, LagBuckets.Quantiles lag) {
    table.add(
        name,
        time(lag.p50Seconds()),
        time(lag.p95Seconds()),
        time(lag.p99Seconds()),
        lag.changes() == 0 ? NONE : time(lag.maxSeconds()));
  }

  private String through(Optional<Instant> moment) {
    return moment
        .map(then -> Duration.between(then, status.at()).toMillis() / 1000.0)
        .map(seconds -> "all up to " + time(Math.max(0, seconds)) + " ago")
        .orElse(NONE);
  }

  private String backlog() {
    return status
        .backlog()
        .rows()
        .map(
            rows ->
                count(rows, "change")
                    + (rows > 0 ? ", oldest " + time(status.backlog().seconds()) : ""))
        .orElse(status.now().running(ServiceKind.PRODUCER).isEmpty() ? NONE : "not known now");
  }

  private List<String> partitions() {
    TextTable table =
        new TextTable(
            ">PARTITION", ">LEADER", ">IN SYNC", ">END", ">COMMITTED", ">BEHIND", "READ BY");
    for (Partition partition : status.kafka().partitions()) {
      table.add(
          partition.partition(),
          partition.leader().map(String::valueOf).orElse("none"),
          partition.inSync() + "/" + partition.replicas(),
          "%,d".formatted(partition.end()),
          partition.committed().map("%,d"::formatted).orElse(NONE),
          "%,d".formatted(partition.lag()),
          partition.owner().orElse("nobody"));
    }
    return table.lines();
  }

  /** A length of time with two or three digits. */
  private static String time(double seconds) {
    if (seconds < 1) {
      return "%.0f ms".formatted(seconds * 1000);
    }
    if (seconds < 100) {
      return "%.1f s".formatted(seconds);
    }
    if (seconds < 6_000) {
      return "%.0f min".formatted(seconds / 60);
    }
    return seconds < 360_000
        ? "%.0f h".formatted(seconds / 3_600)
        : "%.0f days".formatted(seconds / 86_400);
  }

  private static String time(Optional<Double> seconds) {
    return seconds.map(StatusText::time).orElse(NONE);
  }

  /** A count with its noun, such as {@code 1 change} or {@code 1,200 changes}. */
  private static String count(long number, String noun) {
    return "%,d %s%s".formatted(number, noun, number == 1 ? "" : "s");
  }

  private static List<String> beside(List<String> left, List<String> right) {
    int width = left.stream().mapToInt(String::length).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      String one = i < left.size() ? left.get(i) : "";
      String other = i < right.size() ? right.get(i) : "";
      lines.add((one + " ".repeat(width - one.length()) + GAP + other).stripTrailing());
    }
    return lines;
  }
}
