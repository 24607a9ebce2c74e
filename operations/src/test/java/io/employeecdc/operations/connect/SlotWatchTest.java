package io.employeecdc.operations.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SlotWatchTest {
  private static final Optional<ConnectorOffsets> SILENT = Optional.empty();
  private static final Optional<ConnectorOffsets> NOTHING =
      Optional.of(new ConnectorOffsets(OptionalLong.empty()));

  private final SlotWatch watch = new SlotWatch();
  private int asked;

  @Test
  void a_slot_that_connect_moves_is_right_and_connect_is_asked_no_more_than_once() {
    assertThat(look(100, 7, noted(100))).isFalse();
    assertThat(look(200, 7, noted(100))).isFalse();
    assertThat(look(300, 7, noted(100))).isFalse();
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void what_moved_while_it_changed_its_reader_is_right_if_connect_has_noted_so_much() {
    assertThat(look(100, 7, noted(100))).isFalse();
    assertThat(look(200, 8, noted(200))).isFalse();
    assertThat(look(300, null, noted(400))).isFalse();
  }

  @Test
  void what_is_further_than_connect_has_noted_was_moved_and_stays_so_until_offsets_are_reset() {
    assertThat(look(100, 7, noted(100))).isFalse();
    assertThat(look(200, null, noted(150))).isTrue();
    assertThat(look(200, 8, noted(500))).isTrue();
    assertThat(look(600, 8, NOTHING)).isFalse();
    assertThat(look(700, null, NOTHING)).isFalse();
  }

  @Test
  void the_first_look_notices_what_was_moved_before() {
    assertThat(look(200, null, noted(100))).isTrue();
  }

  @Test
  void before_anything_is_noted_it_may_not_move() {
    assertThat(look(100, null, NOTHING)).isFalse();
    assertThat(look(200, null, NOTHING)).isTrue();
  }

  @Test
  void it_is_judged_once_connect_answers() {
    assertThat(look(100, 7, noted(100))).isFalse();
    assertThat(look(200, null, SILENT)).isFalse();
    assertThat(look(200, 8, noted(100))).isTrue();
  }

  @Test
  void a_connector_that_was_stopped_before_it_noted_anything_begins_with_whatever_there_is() {
    assertThat(look(100, null, NOTHING)).isFalse();
    assertThat(watch.isMoved(slot(200, null), true, () -> NOTHING)).isFalse();
    assertThat(watch.isMoved(null, true, () -> NOTHING)).isFalse();
    assertThat(look(300, null, NOTHING)).isFalse();
  }

  /** As long as the connector reads the slot, Connect is not asked. */
  @Test
  void
      a_slot_that_is_replaced_as_the_page_says_is_right_though_it_was_held_ever_since_nothing_was_noted() {
    assertThat(look(100, 7, NOTHING)).isFalse();
    assertThat(look(200, 7, noted(200))).isFalse();
    assertThat(watch.isMoved(slot(200, null), true, () -> noted(200))).isFalse();
    assertThat(watch.isMoved(null, true, () -> NOTHING)).isFalse();
    assertThat(look(300, null, NOTHING)).isFalse();
  }

  @Test
  void a_slot_that_is_still_being_made_has_not_moved_once_it_is() {
    assertThat(look(0, 7, NOTHING)).isFalse();
    assertThat(look(100, null, NOTHING)).isFalse();
    assertThat(look(200, null, NOTHING)).isTrue();
  }

  private boolean look(long done, Integer reader, Optional<ConnectorOffsets> offsets) {
    return watch.isMoved(
        slot(done, reader),
        false,
        () -> {
          asked++;
          return offsets;
        });
  }

  private static ReplicationSlot slot(long done, Integer reader) {
    return new ReplicationSlot(Instant.EPOCH, 1000, done, 0, reader, false);
  }

  private static Optional<ConnectorOffsets> noted(long commit) {
    return Optional.of(new ConnectorOffsets(OptionalLong.of(commit)));
  }
}
