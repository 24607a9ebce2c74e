package io.employeecdc.workbench.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.employeecdc.operations.verify.VerifyResult;
import io.employeecdc.workbench.run.Flow;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/**
 * What the demo showed.
 *
 * @param took from the first change played to the last one visible in the target
 * @param bytesPerRecord in the broker's log, compressed
 */
record DemoReport(
    long changes, Flow flow, VerifyResult verified, Duration took, double bytesPerRecord) {
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
    out.printf("%-20s %,12.0f%n", "changes per second", perSecond());
    Flow.Lag lag = flow.lag();
    out.printf(
        "%-20s p50 %.0f  p95 %.0f  p99 %.0f  max %.0f%n",
        "lag, ms", lag.p50() * 1e3, lag.p95() * 1e3, lag.p99() * 1e3, lag.max() * 1e3);
    out.printf("%-20s %12.1f%n", "bytes per record", bytesPerRecord);
    out.println();
    out.println("verify: " + verified.verdict());
  }

  ObjectNode json() {
    ObjectNode root = new ObjectMapper().createObjectNode();
    counts().forEach(count -> root.put(count.field(), count.value()));
    root.put("verify", verified.verdict()).put("events_per_second", Math.round(perSecond()));
    Flow.Lag lag = flow.lag();
    root.putObject("latency_ms")
        .put("p50", millis(lag.p50()))
        .put("p95", millis(lag.p95()))
        .put("p99", millis(lag.p99()))
        .put("max", millis(lag.max()));
    return root.put("bytes_per_record", Math.round(bytesPerRecord * 10) / 10.0);
  }

  private double perSecond() {
    return changes / (took.toNanos() / 1e9);
  }

  private static double millis(double seconds) {
    return Math.round(seconds * 10_000) / 10.0;
  }
}
