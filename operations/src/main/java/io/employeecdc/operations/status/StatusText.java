package io.employeecdc.operations.status;

import io.employeecdc.operations.status.KafkaAnswer.Partition;
import io.employeecdc.operations.status.Status.Parked;
import io.employeecdc.operations.status.Status.Through;
import io.employeecdc.runtime.peers.Meters.Series;
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
import java.util.function.Function;
import java.util.stream.Collectors;

/** For the operator: the verdict first, then what it rests on; the flow beside lag and the rest. */
record StatusText(StatusSettings settings, Status status) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private static final String GAP = "     ";

  /** The first line says in its first word whether all is well. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        (status.healthy() ? "healthy" : "not healthy")
            + "  "
            + TIME.format(status.now().at())
            + "  topic "
            + settings.topic());
    status.problems().forEach(problem -> lines.add("  - " + Quantities.printable(problem)));
    lines.add("");
    lines.addAll(services());
    lines.add("");
    lines.addAll(beside(flow(), rest()));
    if (!status.now().kafka().partitions().isEmpty()) {
      lines.add("");
      lines.addAll(partitions());
    }
    return lines;
  }

  private List<String> services() {
    TextTable table =
        new TextTable("SERVICE", "ADDRESS", "STATE", "SCHEMA", ">UP", ">HEAP", "RETRIES");
    for (ServiceAnswer answer : status.now().services()) {
      if (answer instanceof Running running) {
        table.add(
            running.kind().word(),
            running.address(),
            running.problem().isEmpty() ? "ready" : "not ready",
            running.version().map(v -> running.kind().relation + " " + v).orElse(Quantities.NONE),
            Quantities.time(running.meters().sum("process_uptime_seconds")),
            "%.0f MB".formatted(heapBytes(running) / 1e6),
            retries(running));
      } else {
        table.add(
            Quantities.NONE,
            answer.address(),
            "silent",
            Quantities.NONE,
            Quantities.NONE,
            Quantities.NONE,
            Quantities.NONE);
      }
    }
    return table.lines();
  }

  private String retries(Running service) {
    String text =
        status.retries().stream()
            .filter(retries -> retries.address().equals(service.address()))
            .map(
                retries ->
                    "%s %,d".formatted(Quantities.printable(retries.reason()), retries.count()))
            .collect(Collectors.joining(", "));
    return text.isEmpty() ? "none" : text;
  }

  private List<String> flow() {
    TextTable table = new TextTable("STAGE", ">TOTAL", ">PER SECOND");
    for (FlowCounters.Stage stage : status.stages()) {
      table.add(
          (stage.outcome() ? "  " : "") + stage.name(),
          stage.total().map("%,d"::formatted).orElse(Quantities.NONE),
          stage.perSecond().map("%,.0f"::formatted).orElse(Quantities.NONE));
    }
    return table.lines();
  }

  private List<String> rest() {
    TextTable lag = new TextTable("LAG", ">MEDIAN", ">95 %", ">99 %", ">MAX");
    addLag(lag, "last " + Quantities.time(status.seconds()), status.recentLag());
    addLag(lag, "since start", status.totalLag());
    List<String> lines = new ArrayList<>(lag.lines());
    lines.add("");
    lines.add("in the topic   " + through(Through::published));
    lines.add("in the target  " + through(Through::applied));
    status
        .log()
        .ifPresentOrElse(
            log -> lines.add("log            " + log(log)),
            () -> lines.add("backlog        " + backlog()));
    lines.add("paused         " + Quantities.count(status.pausedThreads(), "thread"));
    status
        .parked()
        .filter(parked -> parked.changes() > 0)
        .ifPresent(parked -> lines.add("parked         " + parked(parked)));
    if (status.incompleteRows() > 0) {
      lines.add("incomplete     " + incomplete(status.incompleteRows()));
    }
    lines.add("dead letters   " + deadLetters());
    lines.add("schemas seen   " + schemas());
    return lines;
  }

  private static void addLag(TextTable table, String name, LagBuckets lag) {
    table.add(
        name,
        Quantities.time(lag.quantile(0.5)),
        Quantities.time(lag.quantile(0.95)),
        Quantities.time(lag.quantile(0.99)),
        lag.changes() == 0 ? Quantities.NONE : Quantities.time(lag.maxSeconds()));
  }

  private String through(Function<Through, Optional<Instant>> side) {
    return status
        .through()
        .flatMap(side)
        .map(moment -> Duration.between(moment, status.now().at()).toMillis() / 1000.0)
        .map(seconds -> "all up to " + Quantities.time(Math.max(0, seconds)) + " ago")
        .orElse(Quantities.NONE);
  }

  private String backlog() {
    return status
        .backlog()
        .map(
            backlog ->
                Quantities.count(backlog.rows(), "change")
                    + (backlog.rows() > 0 ? ", oldest " + Quantities.time(backlog.seconds()) : ""))
        .orElse(
            status.now().running(ServiceKind.PRODUCER).isEmpty()
                ? Quantities.NONE
                : "not known now");
  }

  private static String log(Status.Log log) {
    return "%.1f MB not published, %.1f MB kept for the slot"
        .formatted(log.behind() / 1e6, log.retained() / 1e6);
  }

  private static String incomplete(long rows) {
    return "%s may hold old values in columns that a writer or reader did not know: cdc backfill --incomplete"
        .formatted(Quantities.count(rows, "row"));
  }

  private static String parked(Parked parked) {
    return "%s, oldest %s; waiting for other rows of the target"
        .formatted(Quantities.count(parked.changes(), "change"), Quantities.time(parked.seconds()));
  }

  private String deadLetters() {
    String counted =
        status.deadLetters().stream()
            .map(d -> "%s %s %,d".formatted(d.stage(), d.reason(), d.count()))
            .map(Quantities::printable)
            .collect(Collectors.joining(", "));
    return counted.isEmpty() ? "none" : counted + "; 'cdc dlq list' says more";
  }

  private String schemas() {
    String text =
        status.seenSchemas().stream()
            .map(s -> "version %s (id %s) %,d".formatted(s.version(), s.schemaId(), s.records()))
            .map(Quantities::printable)
            .collect(Collectors.joining(", "));
    return text.isEmpty() ? "none" : text;
  }

  private List<String> partitions() {
    TextTable table =
        new TextTable(
            ">PARTITION", ">LEADER", ">IN SYNC", ">END", ">COMMITTED", ">BEHIND", "READ BY");
    for (Partition partition : status.now().kafka().partitions()) {
      table.add(
          partition.number(),
          partition.leader() < 0 ? "none" : partition.leader(),
          partition.inSync() + "/" + partition.replicas(),
          "%,d".formatted(partition.end()),
          partition.committed().map("%,d"::formatted).orElse(Quantities.NONE),
          "%,d".formatted(partition.lag()),
          partition.owner().map(Quantities::printable).orElse("nobody"));
    }
    return table.lines();
  }

  private static double heapBytes(Running service) {
    return service.meters().series("jvm_memory_used_bytes").stream()
        .filter(series -> series.label("area").equals("heap"))
        .mapToDouble(Series::value)
        .sum();
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
