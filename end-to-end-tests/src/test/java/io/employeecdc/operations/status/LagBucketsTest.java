package io.employeecdc.operations.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.runtime.peers.Meters;
import io.employeecdc.runtime.peers.ServiceAnswer;
import io.employeecdc.runtime.peers.ServiceKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LagBucketsTest {
  @Test
  void the_median_of_the_last_while_is_no_longer_than_the_longest_since_the_start() {
    LagBuckets last = LagBuckets.between(sample(0, 0), sample(4, 83));

    // 83 s lie between the bounds of 60 and 300 s.
    assertThat(last.changes()).isEqualTo(4);
    assertThat(last.quantile(0.5)).isEqualTo(83);
    assertThat(last.maxSeconds()).isNaN();
  }

  private static StatusSample sample(int changes, int maxSeconds) {
    Meters meters =
        Meters.parse(
            """
            cdc_lag_seconds_bucket{service="consumer",le="60.0"} 0
            cdc_lag_seconds_bucket{service="consumer",le="300.0"} %1$d
            cdc_lag_seconds_bucket{service="consumer",le="+Inf"} %1$d
            cdc_lag_seconds_max{service="consumer"} %2$d
            """
                .formatted(changes, maxSeconds));
    return new StatusSample(
        Instant.EPOCH,
        0,
        List.of(
            new ServiceAnswer.Running(
                "127.0.0.1:9402", ServiceKind.CONSUMER, meters, Optional.empty())),
        null);
  }
}
