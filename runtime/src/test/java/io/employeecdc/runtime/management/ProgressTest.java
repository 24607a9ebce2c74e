package io.employeecdc.runtime.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private long nanos = Long.MAX_VALUE - 1;
  private final Progress loop = new Progress(() -> nanos, Duration.ofSeconds(15));

  @Test
  void a_round_that_takes_longer_than_there_is_patience_is_not_ready_until_it_is_done() {
    loop.done();
    after(15);
    assertThat(loop.problem()).isEmpty();

    after(1);
    assertThat(loop.problem()).hasValue("no round completed for 16 s");

    loop.done();
    assertThat(loop.problem()).isEmpty();
  }

  @Test
  void who_waits_says_for_what_and_since_when_it_began() {
    loop.waiting("the source");
    after(7);
    loop.waiting("the source");

    assertThat(loop.problem()).hasValue("waiting for the source since 7 s");
  }

  /** Also past the largest number, as nanoTime may. */
  private void after(int seconds) {
    nanos += Duration.ofSeconds(seconds).toNanos();
  }
}
