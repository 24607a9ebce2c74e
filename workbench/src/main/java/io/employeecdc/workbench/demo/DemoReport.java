package io.employeecdc.workbench.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.employeecdc.operations.status.LagBuckets;
import io.employeecdc.operations.verify.VerifyResult;
import io.employeecdc.workbench.run.Flow;
import java.io.PrintWriter;
import java.util.List;

/**
 * What the demo showed.
 *
 * @param burst what was played as fast as one client could, when the services had just started
 * @param warm how long the others took, each played in a transaction of its own after the burst
 * @param bytesPerRecord in the broker's log, compressed
 */
record DemoReport(
    long changes,
    Carried burst,
    Flow flow,
    LagBuckets warm,
    VerifyResult verified,
    double bytesPerRecord) {
  private record Count(String title, String field, long value) {}

  private List<Count> counts() {
    return List.of(
        new Count("changes played", "changes", changes),
        new Count("published", "published", flow.published()),
        new Count("consumed", "consumed", flow.consumed()),
        new Count("  applied", "applied", flow.applied()),
        new Count("  duplicates", "duplicates", flow.duplicates()),
        new Count("  superseded", "superseded", flow.superseded()),
        new Count("  dead-lettered", "dead_lettered", flow.deadLettered()),
        new Count("  tombstones", "tombstones", flow.tombstones()),
        new Count("  parked", "parked", flow.parked()),
        new Count("rows in the source", "source_rows", verified.sourceRows()),
        new Count("rows in the target", "target_rows", verified.targetRows()));
  }

  boolean isRight() {
    return verified.equal() && flow.deadLettered() == 0;
  }

  void print(PrintWriter out) {
    out.println();
    counts().forEach(count -> out.printf("%-20s %,12d%n", count.title(), count.value()));
    out.printf("%-20s %12.1f%n", "bytes per record", bytesPerRecord);
    out.println();
    out.printf(
        "played at            %,12d changes/s: the pace of one client beside services that start%n",
        burst.playedPerSecond());
    out.printf(
        "all in the target    %,12d ms after the last of them%n", burst.millisBehind());
    print("lag in that burst", burst.flow().lag(), out);
    print("lag after it, warm", warm(), out);
    out.println();
    out.println("verify: " + verified.verdict());
  }

  ObjectNode json() {
    ObjectNode root = new ObjectMapper().createObjectNode();
    counts().forEach(count -> root.put(count.field(), count.value()));
    root.put("verify", verified.verdict()).put("events_per_second", burst.carriedPerSecond());
    put(burst.flow().lag(), root.putObject("latency_ms"))
        .put("max", millis(burst.flow().lag().max()));
    root.put("bytes_per_record", Math.round(bytesPerRecord * 10) / 10.0)
        .put("played_per_second", burst.playedPerSecond())
        .put("behind_player_ms", burst.millisBehind());
    put(warm(), root.putObject("latency_warm_ms"));
    return root;
  }

  private Flow.Lag warm() {
    return new Flow.Lag(
        warm.quantile(0.5), warm.quantile(0.95), warm.quantile(0.99), warm.atMost());
  }

  private static void print(String title, Flow.Lag lag, PrintWriter out) {
    out.printf(
        "%-20s %,12.0f ms median, %,.0f of 95 %%, %,.0f of 99 %%%n",
        title, millis(lag.p50()), millis(lag.p95()), millis(lag.p99()));
  }

  private static ObjectNode put(Flow.Lag lag, ObjectNode node) {
    return node.put("p50", millis(lag.p50()))
        .put("p95", millis(lag.p95()))
        .put("p99", millis(lag.p99()));
  }

  private static double millis(double seconds) {
    return Math.round(seconds * 10_000) / 10.0;
  }
}
