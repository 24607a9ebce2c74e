package io.employeecdc.consumer.metrics;

import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.apply.Effect;
import io.employeecdc.consumer.batch.BatchResult;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.time.Instant;
import org.HdrHistogram.Histogram;

/**
 * How long changes took from the source to the target, over the life of the process. It is shown
 * twice: as {@code cdc_lag_seconds}, a histogram that can be summed over processes, and as {@code
 * cdc_lag}, quantiles of this process in seconds, exact to 1 %, where quantile 1 is the maximum.
 */
final class LagHistogram implements MultiCollector {
  private static final Labels SERVICE = Labels.of("service", "consumer");

  private static final double[] BOUNDS = {
    0.005,
    0.01,
    0.025,
    0.05,
    0.1,
    0.25,
    0.5,
    1,
    2.5,
    5,
    10,
    30,
    60,
    300,
    3600,
    Double.POSITIVE_INFINITY
  };

  private final Histogram micros = new Histogram(2);
  private long sumMicros;
  private long maxMicros;

  /** Of what took effect. Clocks of two machines differ; a negative lag counts as none. */
  synchronized void add(BatchResult result, Instant committed) {
    long now = committed.getEpochSecond() * 1_000_000 + committed.getNano() / 1000;
    for (Change change : result.changes()) {
      if (result.outcomes().get(change.source()) == Effect.APPLIED) {
        long lag = Math.max(0, now - change.capturedAtMicros());
        micros.recordValue(lag);
        sumMicros += lag;
        maxMicros = Math.max(maxMicros, lag);
      }
    }
  }

  @Override
  public synchronized MetricSnapshots collect() {
    return new MetricSnapshots(histogram(), summary());
  }

  private HistogramSnapshot histogram() {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    long below = 0;
    for (double bound : BOUNDS) {
      long cumulative = micros.getCountBetweenValues(0, (long) (bound * 1e6));
      buckets.bucket(bound, cumulative - below);
      below = cumulative;
    }
    return HistogramSnapshot.builder()
        .name("cdc_lag_seconds")
        .help("Time from a change in the source to its visibility in the target")
        .dataPoint(
            HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(buckets.build())
                .sum(sumMicros / 1e6)
                .labels(SERVICE)
                .build())
        .build();
  }

  private SummarySnapshot summary() {
    Quantiles.Builder quantiles = Quantiles.builder();
    for (double share : new double[] {0.5, 0.95, 0.99, 1}) {
      long value = Math.min(micros.getValueAtPercentile(100 * share), maxMicros);
      quantiles.quantile(new Quantile(share, (share == 1 ? maxMicros : value) / 1e6));
    }
    return SummarySnapshot.builder()
        .name("cdc_lag")
        .help("Quantiles of cdc_lag_seconds over the life of this process; 1 is the maximum")
        .dataPoint(
            SummarySnapshot.SummaryDataPointSnapshot.builder()
                .quantiles(quantiles.build())
                .count(micros.getTotalCount())
                .sum(sumMicros / 1e6)
                .labels(SERVICE)
                .build())
        .build();
  }
}
