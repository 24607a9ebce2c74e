package io.employeecdc.consumer.metrics;

import io.employeecdc.consumer.apply.Change;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
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

  /** Clocks of two machines differ; a negative lag counts as none. */
  synchronized void add(List<Change> changes, Instant committed) {
    long now = committed.getEpochSecond() * 1_000_000 + committed.getNano() / 1000;
    for (int i = 0; i < changes.size(); i++) {
      long lag = Math.max(0, now - changes.get(i).capturedAtMicros());
      micros.recordValue(lag);
      sumMicros += lag;
      maxMicros = Math.max(maxMicros, lag);
    }
  }

  synchronized long total() {
    return micros.getTotalCount();
  }

  synchronized double maxSeconds() {
    return maxMicros / 1e6;
  }

  /** The lag that this share of all changes did not exceed; 0 if there was none yet. */
  synchronized double quantileSeconds(double share) {
    return Math.min(micros.getValueAtPercentile(100 * share), maxMicros) / 1e6;
  }

  /** How many changes took no longer than each of these bounds. */
  synchronized long[] cumulative(double[] boundsSeconds) {
    return Arrays.stream(boundsSeconds)
        .mapToLong(bound -> micros.getCountBetweenValues(0, (long) (bound * 1e6)))
        .toArray();
  }

  @Override
  public synchronized MetricSnapshots collect() {
    return new MetricSnapshots(histogram(), summary());
  }

  private HistogramSnapshot histogram() {
    long[] cumulative = cumulative(BOUNDS);
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    for (int i = 0; i < BOUNDS.length; i++) {
      buckets.bucket(BOUNDS[i], cumulative[i] - (i == 0 ? 0 : cumulative[i - 1]));
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
    Quantiles quantiles =
        Quantiles.builder()
            .quantile(quantile(0.5))
            .quantile(quantile(0.95))
            .quantile(quantile(0.99))
            .quantile(new Quantile(1, maxSeconds()))
            .build();
    return SummarySnapshot.builder()
        .name("cdc_lag")
        .help("Quantiles of cdc_lag_seconds over the life of this process; 1 is the maximum")
        .dataPoint(
            SummarySnapshot.SummaryDataPointSnapshot.builder()
                .quantiles(quantiles)
                .count(total())
                .sum(sumMicros / 1e6)
                .labels(SERVICE)
                .build())
        .build();
  }

  private Quantile quantile(double share) {
    return new Quantile(share, quantileSeconds(share));
  }
}
