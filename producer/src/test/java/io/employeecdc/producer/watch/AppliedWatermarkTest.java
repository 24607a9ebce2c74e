package io.employeecdc.producer.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class AppliedWatermarkTest {
  private static final TopicPartition FIRST = new TopicPartition("changes", 0);
  private static final TopicPartition SECOND = new TopicPartition("changes", 1);

  private final AppliedWatermark through = new AppliedWatermark();

  @Test
  void nothing_is_known_before_the_group_has_reached_a_moment() {
    through.published(at(1), Map.of(FIRST, 10L, SECOND, 5L));
    through.consumed(Map.of(FIRST, 10L));
    assertThat(through.moment()).isEmpty();
  }

  @Test
  void a_topic_that_nobody_has_written_to_is_done() {
    through.published(at(1), Map.of(FIRST, 0L));
    through.consumed(Map.of());
    assertThat(through.moment()).contains(at(1));
  }

  @Test
  void a_moment_is_reached_when_all_partitions_are() {
    through.published(at(1), Map.of(FIRST, 10L, SECOND, 5L));
    through.published(at(2), Map.of(FIRST, 20L, SECOND, 5L));
    through.published(at(3), Map.of(FIRST, 20L, SECOND, 9L));
    through.consumed(Map.of(FIRST, 19L, SECOND, 9L));
    assertThat(through.moment()).contains(at(1));
    through.consumed(Map.of(FIRST, 20L, SECOND, 8L));
    assertThat(through.moment()).contains(at(2));
  }

  @Test
  void while_nothing_changes_the_moment_moves() {
    for (int second = 1; second <= 5; second++) {
      through.published(at(second), Map.of(FIRST, 10L));
      through.consumed(Map.of(FIRST, 10L));
      assertThat(through.moment()).contains(at(second));
    }
  }

  @Test
  void while_nothing_is_consumed_it_stands_still_also_when_nothing_is_published() {
    through.published(at(1), Map.of(FIRST, 10L));
    through.consumed(Map.of(FIRST, 10L));
    for (int second = 2; second <= 100; second++) {
      through.published(at(second), Map.of(FIRST, 11L));
      through.consumed(Map.of(FIRST, 10L));
    }
    assertThat(through.moment()).contains(at(1));
  }

  @Test
  void it_does_not_go_back_with_the_offsets() {
    through.published(at(1), Map.of(FIRST, 10L));
    through.consumed(Map.of(FIRST, 10L));
    through.published(at(2), Map.of(FIRST, 20L));
    through.consumed(Map.of(FIRST, 0L));
    assertThat(through.moment()).contains(at(1));
  }

  @Test
  void of_many_moments_some_are_forgotten_and_never_is_one_taken_for_reached_that_is_not() {
    for (int second = 1; second <= 100_000; second++) {
      through.published(at(second), Map.of(FIRST, (long) second));
    }
    through.consumed(Map.of(FIRST, 50_000L));
    assertThat(through.moment().orElseThrow()).isAfter(at(49_000)).isBeforeOrEqualTo(at(50_000));
    through.consumed(Map.of(FIRST, 100_000L));
    assertThat(through.moment()).contains(at(100_000));
  }

  private static Instant at(int second) {
    return Instant.ofEpochSecond(second);
  }
}
