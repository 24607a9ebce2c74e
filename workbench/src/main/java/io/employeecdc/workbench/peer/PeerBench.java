package io.employeecdc.workbench.peer;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.process.Server;
import io.employeecdc.workbench.bench.Usage;
import io.employeecdc.workbench.run.LocalPipeline;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Measures each contender in rounds, the order reversed from one to the next. Only one is up at a
 * time, since each would read the log of all; it starts anew in every round, and what is measured
 * first after the start is told apart.
 */
public final class PeerBench {
  private static final String TRIGGERS = "triggers";
  private static final String NONE = "none";
  private static final String LOG = "log";
  private static final String DEFAULT = "default";
  private static final String TUNED = "tuned";
  private static final int COLD_SECONDS = 30;
  private static final int WARM_LEAD_SECONDS = 2;
  private static final int WARM_SECONDS = 6;

  /** Backlogs of mixed changes in a session. */
  private static final int MIXED_LOADS = 2;

  private final LocalStack stack;
  private final PeerDownload download;
  private final int changes;
  private final int rounds;
  private final PrintWriter messages;
  private final FigureTable contenders =
      new FigureTable("", List.of(TRIGGERS, LOG, DEFAULT, TUNED), List.of(TRIGGERS, LOG), TUNED);
  private final FigureTable writers =
      new FigureTable(
          "WRITERS, BY CAPTURE", List.of(NONE, TRIGGERS, LOG), List.of(TRIGGERS, LOG), NONE);

  private PeerBench(
      LocalStack stack, PeerDownload download, int changes, int rounds, PrintWriter messages) {
    this.stack = stack;
    this.download = download;
    this.changes = changes;
    this.rounds = rounds;
    this.messages = messages;
  }

  /**
   * Measures all.
   *
   * @param changes in each backlog
   */
  public static PeerReport run(
      LocalStack stack, PeerDownload download, int changes, int rounds, PrintWriter messages)
      throws Exception {
    PeerBench bench = new PeerBench(stack, download, changes, rounds, messages);
    bench.measureWriters();
    for (int round = 1; round <= rounds; round++) {
      List<String> order = new ArrayList<>(bench.contenders.columns());
      if (round % 2 == 0) {
        Collections.reverse(order);
      }
      for (String contender : order) {
        bench.say("round %d of %d: %s".formatted(round, rounds, contender));
        bench.measure(contender, round);
      }
    }
    return new PeerReport(
        Circumstances.of(stack, download, rounds, changes), bench.contenders, bench.writers);
  }

  private void measure(String name, int round) throws Exception {
    String suffix = name.replace(' ', '_') + round;
    LocalPipeline pipeline = LocalPipeline.create(stack, Contract.standard(), suffix);
    Contender contender = contender(name, pipeline, suffix);
    try {
      contender.setUp();
      SingleRows rows = new SingleRows(contender.pipeline());
      rows.stock(MIXED_LOADS);
      contender.start();
      new EndState(pipeline).await(rows.marks());
      if (!name.equals(DEFAULT)) {
        measureAfterStart(name, contender, rows);
      }
      suit(contender, rows, Load.BACKLOG);
      say("  backlogs");
      BacklogRun first = BacklogRun.measure(contender, rows, rows::mixed, changes);
      BacklogRun inserts = BacklogRun.measure(contender, rows, rows::inserts, changes);
      BacklogRun mixed = BacklogRun.measure(contender, rows, rows::mixed, changes);
      suit(contender, rows, Load.SINGLE_COMMITS);
      say("  single commits");
      CommitLatency warm = CommitLatency.measure(contender, rows, WARM_LEAD_SECONDS, WARM_SECONDS);
      contenders.add("inserts, changes/s", name, inserts.perSecond());
      contenders.add("mixed, changes/s", name, mixed.perSecond());
      contenders.add("first backlog, mixed, changes/s", name, first.perSecond());
      contenders.add("CPU s per 100,000, inserts", name, inserts.cpuOfAll());
      contenders.add("CPU s per 100,000, mixed", name, mixed.cpuOfAll());
      mixed.cpuPer100k().forEach((process, cpu) -> contenders.add("  of it " + process, name, cpu));
      contenders.add("latency p50, ms", name, warm.p50Millis());
      contenders.add("latency p99, ms", name, warm.p99Millis());
      contenders.add("bytes per change in the topic, mixed", name, mixed.bytesPerChange());
      contenders.add("peak memory of its processes, MB", name, peak(contender));
    } finally {
      contender.stop();
    }
  }

  /** Not of a contender that waits half a second between two looks, warm or not. */
  private void measureAfterStart(String name, Contender contender, SingleRows rows)
      throws Exception {
    say("  %d s of single commits after the start".formatted(COLD_SECONDS));
    CommitLatency cold = CommitLatency.measure(contender, rows, 0, COLD_SECONDS);
    contenders.add("first 30 s: latency p50, ms", name, cold.p50Millis());
    contenders.add("first 30 s: latency p99, ms", name, cold.p99Millis());
  }

  private static void suit(Contender contender, SingleRows rows, Load load) throws Exception {
    contender.suit(load);
    new EndState(contender.pipeline()).await(rows.marks());
  }

  private Contender contender(String name, LocalPipeline pipeline, String suffix) {
    return switch (name) {
      case TRIGGERS -> new TriggerContender(pipeline, suffix);
      case LOG -> new LogContender(pipeline, suffix);
      case DEFAULT ->
          new DebeziumContender(pipeline, suffix, PeerProfile.debezium("default", download));
      default -> new DebeziumContender(pipeline, suffix, PeerProfile.debezium("tuned", download));
    };
  }

  private static double peak(Contender contender) {
    return contender.processes().stream()
        .map(Server::pid)
        .mapToLong(pid -> Usage.of(pid).peakMegabytes())
        .sum();
  }

  private void measureWriters() throws Exception {
    LocalPipeline pipeline = LocalPipeline.create(stack, Contract.standard(), "writers");
    pipeline.setUp();
    WriterCost.prepare(pipeline);
    for (int round = 1; round <= rounds; round++) {
      List<WriterCost.MeasuredCapture> order =
          new ArrayList<>(List.of(WriterCost.MeasuredCapture.values()));
      if (round % 2 == 0) {
        Collections.reverse(order);
      }
      say("writers, round %d of %d".formatted(round, rounds));
      for (WriterCost.MeasuredCapture capture : order) {
        WriterCost cost = WriterCost.measure(pipeline, capture);
        writers.add(
            "durable commits/s, 4 clients",
            capture.name().toLowerCase(Locale.ROOT),
            cost.durable());
        writers.add(
            "asynchronous commits/s", capture.name().toLowerCase(Locale.ROOT), cost.asynchronous());
        writers.add(
            "UPDATE of 100,000 rows, ms",
            capture.name().toLowerCase(Locale.ROOT),
            cost.bulkMillis());
      }
    }
  }

  private void say(String text) {
    messages.println(text);
    messages.flush();
  }
}
