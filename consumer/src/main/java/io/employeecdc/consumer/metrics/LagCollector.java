package io.employeecdc.consumer.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;

/**
 * Shows the lag twice: {@code cdc_lag_seconds}, a histogram that can be summed over processes, and
 * {@code cdc_lag}, quantiles of this process in seconds, where quantile 1 is the maximum.
 */
final class LagCollector implements MultiCollector {
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

  private final LagHistogram lags;
  private final Labels labels;

  LagCollector(LagHistogram lags, Labels labels) {
    this.lags = lags;
    this.labels = labels;
  }

  @Override
  public MetricSnapshots collect() {
    return new MetricSnapshots(histogram(), summary());
  }

  private HistogramSnapshot histogram() {
    long[] cumulative = lags.cumulative(BOUNDS);
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
                .sum(lags.sumSeconds())
                .labels(labels)
                .build())
        .build();
  }

  private SummarySnapshot summary() {
    Quantiles quantiles =
        Quantiles.builder()
            .quantile(quantile(0.5))
            .quantile(quantile(0.95))
            .quantile(quantile(0.99))
            .quantile(new Quantile(1, lags.maxSeconds()))
            .build();
    return SummarySnapshot.builder()
        .name("cdc_lag")
        .help("Quantiles of cdc_lag_seconds over the life of this process; 1 is the maximum")
        .dataPoint(
            SummarySnapshot.SummaryDataPointSnapshot.builder()
                .quantiles(quantiles)
                .count(lags.total())
                .sum(lags.sumSeconds())
                .labels(labels)
                .build())
        .build();
  }

  private Quantile quantile(double share) {
    return new Quantile(share, lags.quantileSeconds(share));
  }
}
