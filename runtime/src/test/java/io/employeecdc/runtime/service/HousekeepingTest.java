package io.employeecdc.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HousekeepingTest {
  /** Seen red without the catch of errors: nobody asked the service to stop. */
  @Test
  void a_step_that_throws_an_error_stops_the_service_as_a_defect() {
    try (Shutdown service = Shutdown.onSignal(Duration.ZERO)) {
      Housekeeping dies =
          new Housekeeping(
              "retention",
              Duration.ofMillis(1),
              () -> {
                throw new StackOverflowError();
              });
      dies.start(service);

      assertThat(service.pause(Duration.ofSeconds(10))).isTrue();
      assertThatThrownBy(dies::close)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the retention died")
          .hasCauseInstanceOf(StackOverflowError.class);
    }
  }
}
