package io.employeecdc.consumer.metrics;

import static io.employeecdc.consumer.testing.Changes.CAPTURED_AT;
import static io.employeecdc.consumer.testing.Changes.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.employeecdc.consumer.apply.Applied;
import io.employeecdc.consumer.apply.Effect;
import io.employeecdc.consumer.batch.BatchResult;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

class LagHistogramTest {
  private static final Instant CAPTURED = Instant.EPOCH.plus(CAPTURED_AT, ChronoUnit.MICROS);

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final LagHistogram lags = new LagHistogram(registry);

  @Test
  void quantiles_are_exact_to_a_64th_and_the_maximum_entirely() {
    for (int millis = 1; millis <= 1000; millis++) {
      add(CAPTURED.plusMillis(millis));
    }

    assertThat(quantile(0.5)).isCloseTo(0.5, within(0.5 / 64));
    assertThat(quantile(0.99)).isCloseTo(0.99, within(0.99 / 64));
    assertThat(quantile(1)).isEqualTo(1.0);
    assertThat(summary().getCount()).isEqualTo(1000);
  }

  @Test
  void clocks_that_differ_and_years_of_lag_do_no_harm() {
    add(CAPTURED.minusSeconds(5));
    add(CAPTURED.plus(36_500, ChronoUnit.DAYS));

    assertThat(quantile(0.5)).isZero();
    assertThat(quantile(1)).isEqualTo(36_500 * 86_400.0);
  }

  @Test
  void nothing_yet_is_zero() {
    assertThat(quantile(0.99)).isZero();
    assertThat(quantile(1)).isZero();
  }

  private void add(Instant committed) {
    lags.add(
        new BatchResult(
            List.of(Effect.APPLIED),
            List.of(written(1, 1, "")),
            Applied.NOTHING,
            true,
            Duration.ZERO,
            Duration.ZERO),
        committed);
  }

  private double quantile(double share) {
    List<Double> shares = List.of(0.5, 0.95, 0.99, 1.0);
    return summary().getQuantiles().get(shares.indexOf(share)).getValue();
  }

  private SummarySnapshot.SummaryDataPointSnapshot summary() {
    return registry.scrape(name -> name.equals("cdc_lag")).stream()
        .map(SummarySnapshot.class::cast)
        .findFirst()
        .orElseThrow()
        .getDataPoints()
        .get(0);
  }
}
