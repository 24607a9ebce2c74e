package io.employeecdc.consumer.metrics;

import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.apply.Effect;
import io.employeecdc.consumer.batch.BatchResult;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.SummaryWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import java.time.Instant;

/**
 * How long changes took from the source to the target, over the life of the process. It is shown
 * twice: as {@code cdc_lag_seconds}, a histogram that can be summed over processes, and as {@code
 * cdc_lag}, quantiles of this process in seconds, exact to 1 %, where quantile 1 is the maximum.
 * Prometheus's own summaries forget, and are exact in ranks only; so HdrHistogram keeps these.
 */
final class LagHistogram {
  private static final Labels SERVICE = Labels.of("service", "consumer");

  private static final double[] BOUNDS = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600
  };

  private static final double[] SHARES = {0.5, 0.95, 0.99, 1};

  private final Histogram seconds;
  private final org.HdrHistogram.Histogram micros = new org.HdrHistogram.Histogram(2);
  private long sumMicros;
  private long maxMicros;

  LagHistogram(PrometheusRegistry registry) {
    seconds =
        Histogram.builder()
            .name("cdc_lag_seconds")
            .help("Time from a change in the source to its visibility in the target")
            .constLabels(SERVICE)
            .classicOnly()
            .classicUpperBounds(BOUNDS)
            .withoutExemplars()
            .register(registry);
    SummaryWithCallback unused =
        SummaryWithCallback.builder()
            .name("cdc_lag")
            .help("Quantiles of cdc_lag_seconds over the life of this process; 1 is the maximum")
            .constLabels(SERVICE)
            .callback(this::show)
            .register(registry);
  }

  /** Of what took effect. Clocks of two machines differ; a negative lag counts as none. */
  synchronized void add(BatchResult result, Instant committed) {
    long now = committed.getEpochSecond() * 1_000_000 + committed.getNano() / 1000;
    for (Change change : result.changes()) {
      if (result.outcomes().get(change.source()) == Effect.APPLIED) {
        long lag = Math.max(0, now - change.capturedAtMicros());
        seconds.observe(lag / 1e6);
        micros.recordValue(lag);
        sumMicros += lag;
        maxMicros = Math.max(maxMicros, lag);
      }
    }
  }

  private synchronized void show(SummaryWithCallback.Callback summary) {
    Quantiles.Builder quantiles = Quantiles.builder();
    for (double share : SHARES) {
      long value = Math.min(micros.getValueAtPercentile(100 * share), maxMicros);
      quantiles.quantile(new Quantile(share, (share == 1 ? maxMicros : value) / 1e6));
    }
    summary.call(micros.getTotalCount(), sumMicros / 1e6, quantiles.build());
  }
}
