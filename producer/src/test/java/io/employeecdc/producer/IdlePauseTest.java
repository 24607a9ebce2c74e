package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class IdlePauseTest {
  private Instant now = Instant.EPOCH;
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private final IdlePause pause = new IdlePause(Duration.ofMillis(200), clock);

  @Test
  void while_changes_come_within_two_seconds_none_waits_longer_than_20_ms() {
    pause.begin();
    assertThat(lookFor(Duration.ofSeconds(2)).longest()).isEqualTo(Duration.ofMillis(20));
    assertThat(pause.begin()).isEqualTo(Duration.ofMillis(1));
    assertThat(lookFor(Duration.ofSeconds(2)).longest()).isEqualTo(Duration.ofMillis(20));
  }

  @Test
  void the_first_change_after_a_lull_waits_a_hundredth_of_it_at_most() {
    pause.begin();
    assertThat(lookFor(Duration.ofSeconds(10)).longest())
        .isBetween(Duration.ofMillis(90), Duration.ofMillis(100));
  }

  @Test
  void an_idle_source_is_asked_five_times_a_second() {
    lookFor(Duration.ofSeconds(30));

    Looks minute = lookFor(Duration.ofSeconds(60));

    assertThat(minute.count()).isBetween(299, 301);
    assertThat(minute.longest()).isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void a_poll_interval_that_is_shorter_is_the_longest_wait_from_the_beginning() {
    IdlePause shorter = new IdlePause(Duration.ofMillis(5), clock);
    for (int look = 0; look < 10; look++) {
      assertThat(shorter.more()).isLessThanOrEqualTo(Duration.ofMillis(5));
    }
  }

  private record Looks(int count, Duration longest) {}

  /** As the loop does: it looks in vain, and waits. */
  private Looks lookFor(Duration time) {
    Instant end = now.plus(time);
    int count = 0;
    Duration longest = Duration.ZERO;
    while (now.isBefore(end)) {
      Duration wait = pause.more();
      now = now.plus(wait);
      count++;
      longest = wait.compareTo(longest) > 0 ? wait : longest;
    }
    return new Looks(count, longest);
  }
}
