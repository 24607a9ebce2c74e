package io.employeecdc.consumer.metrics;

import static io.employeecdc.consumer.testing.Changes.CAPTURED_AT;
import static io.employeecdc.consumer.testing.Changes.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

class LagHistogramTest {
  private static final Instant CAPTURED = Instant.EPOCH.plus(CAPTURED_AT, ChronoUnit.MICROS);

  private final LagHistogram lags = new LagHistogram();

  @Test
  void quantiles_are_exact_to_a_64th_and_the_maximum_entirely() {
    for (int millis = 1; millis <= 1000; millis++) {
      lags.add(List.of(written(1, 1, "")), CAPTURED.plusMillis(millis));
    }

    assertThat(lags.quantileSeconds(0.5)).isCloseTo(0.5, within(0.5 / 64));
    assertThat(lags.quantileSeconds(0.99)).isCloseTo(0.99, within(0.99 / 64));
    assertThat(lags.maxSeconds()).isEqualTo(1.0);
    assertThat(lags.total()).isEqualTo(1000);
    assertThat(lags.cumulative(new double[] {0.0005, 2, Double.POSITIVE_INFINITY}))
        .containsExactly(0, 1000, 1000);
  }

  @Test
  void clocks_that_differ_and_years_of_lag_do_no_harm() {
    lags.add(List.of(written(1, 1, "")), CAPTURED.minusSeconds(5));
    lags.add(List.of(written(1, 1, "")), CAPTURED.plus(36_500, ChronoUnit.DAYS));

    assertThat(lags.quantileSeconds(0.5)).isZero();
    assertThat(lags.maxSeconds()).isEqualTo(36_500 * 86_400.0);
  }

  @Test
  void nothing_yet_is_zero() {
    assertThat(lags.quantileSeconds(0.99)).isZero();
    assertThat(lags.maxSeconds()).isZero();
  }
}
