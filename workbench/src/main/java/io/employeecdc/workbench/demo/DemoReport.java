package io.employeecdc.workbench.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.employeecdc.operations.status.LagBuckets;
import io.employeecdc.operations.verify.VerifyResult;
import io.employeecdc.workbench.run.Flow;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * What the demo showed.
 *
 * @param burst what was played as fast as one client could, when the services had just started
 * @param cold how long the changes of the burst took
 * @param warm how long the others took, each played in a transaction of its own after the burst
 * @param mirrored of the second site's target, if there is one
 * @param bytesPerRecord in the broker's log, compressed
 */
record DemoReport(
    long changes,
    Carried burst,
    Flow flow,
    LagBuckets cold,
    LagBuckets warm,
    VerifyResult verified,
    Optional<VerifyResult> mirrored,
    double bytesPerRecord) {

  /**
   * A part of the history that went through.
   *
   * @param flow since the services started
   * @param played until the last of its changes was committed in the source
   * @param took until that was visible in the target
   */
  record Carried(long changes, Flow flow, Duration played, Duration took) {
    long perSecond(Duration time) {
      return Math.round(changes / (time.toNanos() / 1e9));
    }
  }

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
    return verified.equal()
        && mirrored.filter(second -> !second.equal()).isEmpty()
        && flow.deadLettered() == 0;
  }

  void print(PrintWriter out) {
    out.println();
    counts().forEach(count -> out.printf("%-20s %,12d%n", count.title(), count.value()));
    out.printf("%-20s %12.1f%n", "bytes per record", bytesPerRecord);
    out.println();
    out.printf(
        "%-20s %,12d changes/s, by one client on %d processors that everything here shares%n",
        "played at", burst.perSecond(burst.played()), Runtime.getRuntime().availableProcessors());
    out.printf("%-20s %,12d ms after the last of them%n", "all in the target", millisBehind());
    print("lag, just started", cold::quantile, out);
    print("lag, then warm", warm::quantile, out);
    out.println();
    out.println("verify: " + verified.verdict());
    mirrored.ifPresent(second -> out.println("verify, second site: " + second.verdict()));
  }

  ObjectNode json() {
    ObjectNode root = new ObjectMapper().createObjectNode();
    counts().forEach(count -> root.put(count.field(), count.value()));
    root.put("verify", verified.verdict()).put("events_per_second", burst.perSecond(burst.took()));
    mirrored.ifPresent(second -> root.put("verify_second_site", second.verdict()));
    put(cold::quantile, root.putObject("latency_ms")).put("max", millis(cold.quantile(1)));
    root.put("bytes_per_record", Math.round(bytesPerRecord * 10) / 10.0)
        .put("played_per_second", burst.perSecond(burst.played()))
        .put("behind_player_ms", millisBehind());
    put(warm::quantile, root.putObject("latency_warm_ms"));
    return root;
  }

  private long millisBehind() {
    return burst.took().minus(burst.played()).toMillis();
  }

  private static void print(String title, DoubleUnaryOperator lag, PrintWriter out) {
    out.printf(
        "%-20s %,12.0f ms median, %,.0f of 95 %%, %,.0f of 99 %%%n",
        title,
        millis(lag.applyAsDouble(0.5)),
        millis(lag.applyAsDouble(0.95)),
        millis(lag.applyAsDouble(0.99)));
  }

  private static ObjectNode put(DoubleUnaryOperator lag, ObjectNode node) {
    return node.put("p50", millis(lag.applyAsDouble(0.5)))
        .put("p95", millis(lag.applyAsDouble(0.95)))
        .put("p99", millis(lag.applyAsDouble(0.99)));
  }

  private static double millis(double seconds) {
    return Math.round(seconds * 10_000) / 10.0;
  }
}
