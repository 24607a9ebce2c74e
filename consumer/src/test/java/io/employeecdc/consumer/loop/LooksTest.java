package io.employeecdc.consumer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LooksTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Looks looks = new Looks();

  @Test
  void while_records_come_there_is_a_look_each_second() {
    looks.looked(START);
    looks.moved(START.plusMillis(900));

    assertThat(looks.due(START.plusMillis(999), false)).isFalse();
    assertThat(looks.due(START.plusMillis(1000), false)).isTrue();
  }

  @Test
  void when_none_come_there_is_a_look_soon_after_something_moved_and_then_less_and_less_often() {
    looks.looked(START);
    looks.moved(START.plusMillis(200));

    assertThat(looks.untilDue(START.plusMillis(200))).isEqualTo(Duration.ofMillis(5));
    assertThat(looks.due(START.plusMillis(204), true)).isFalse();
    assertThat(looks.due(START.plusMillis(205), true)).isTrue();
    for (int millis : new int[] {10, 20, 40, 40}) {
      looks.looked(START.plusMillis(300));
      assertThat(looks.untilDue(START.plusMillis(300))).isEqualTo(Duration.ofMillis(millis));
    }
    assertThat(looks.untilDue(START.plusMillis(400))).isZero();
  }

  @Test
  void a_look_that_was_long_ago_was_missed() {
    looks.looked(START);

    assertThat(looks.wasAway(START.plusSeconds(10))).isFalse();
    assertThat(looks.wasAway(START.plusSeconds(11))).isTrue();
  }
}
