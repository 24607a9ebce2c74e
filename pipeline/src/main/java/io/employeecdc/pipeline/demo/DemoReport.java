package io.employeecdc.pipeline.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.employeecdc.pipeline.run.Flow;
import io.employeecdc.pipeline.verify.VerifyResult;
import java.io.PrintWriter;
import java.time.Duration;

/**
 * What the demo showed.
 *
 * @param took from the first change played to the last one visible in the target
 * @param bytesPerRecord in the broker's log, compressed
 */
record DemoReport(
    long changes, Flow flow, VerifyResult verified, Duration took, double bytesPerRecord) {

  long deadLettered() {
    return flow.deadLettered();
  }

  void print(PrintWriter out) {
    out.println();
    row(out, "changes played", changes);
    row(out, "published", flow.published());
    row(out, "consumed", flow.consumed());
    row(out, "  applied", flow.applied());
    row(out, "  duplicates", flow.duplicates());
    row(out, "  superseded", flow.superseded());
    row(out, "  dead-lettered", flow.deadLettered());
    row(out, "  tombstones", flow.tombstones());
    row(out, "  parked", flow.parked());
    row(out, "rows in the source", verified.sourceRows());
    row(out, "rows in the target", verified.targetRows());
    out.printf("%-20s %,12.0f%n", "changes per second", perSecond());
    out.printf(
        "%-20s %12s%n",
        "lag, ms",
        "p50 %.0f  p95 %.0f  p99 %.0f  max %.0f"
            .formatted(
                flow.lag().p50() * 1e3,
                flow.lag().p95() * 1e3,
                flow.lag().p99() * 1e3,
                flow.lag().max() * 1e3));
    out.printf("%-20s %12.1f%n", "bytes per record", bytesPerRecord);
    out.println();
    out.println("verify: " + verified.verdict());
  }

  ObjectNode json() {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("changes", changes)
        .put("published", flow.published())
        .put("consumed", flow.consumed())
        .put("applied", flow.applied())
        .put("duplicates", flow.duplicates())
        .put("superseded", flow.superseded())
        .put("dead_lettered", flow.deadLettered())
        .put("tombstones", flow.tombstones())
        .put("parked", flow.parked())
        .put("source_rows", verified.sourceRows())
        .put("target_rows", verified.targetRows())
        .put("verify", verified.verdict())
        .put("events_per_second", Math.round(perSecond()));
    root.putObject("latency_ms")
        .put("p50", millis(flow.lag().p50()))
        .put("p95", millis(flow.lag().p95()))
        .put("p99", millis(flow.lag().p99()))
        .put("max", millis(flow.lag().max()));
    return root.put("bytes_per_record", Math.round(bytesPerRecord * 10) / 10.0);
  }

  private double perSecond() {
    return changes / (took.toNanos() / 1e9);
  }

  private static double millis(double seconds) {
    return Math.round(seconds * 10_000) / 10.0;
  }

  private static void row(PrintWriter out, String name, long value) {
    out.printf("%-20s %,12d%n", name, value);
  }
}
