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

  private static final Optional<Publication> WHOLE = publication("1", "2", "-");

  private final SlotWatch watch = new SlotWatch("slot", "p1");
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
    assertThat(stopped(slot(200, null), NOTHING)).isFalse();
    assertThat(stopped(null, NOTHING)).isFalse();
    assertThat(look(300, null, NOTHING)).isFalse();
  }

  /** As long as the connector reads the slot, Connect is not asked. */
  @Test
  void
      a_slot_that_is_replaced_as_the_page_says_is_right_though_it_was_held_ever_since_nothing_was_noted() {
    assertThat(look(100, 7, NOTHING)).isFalse();
    assertThat(look(200, 7, noted(200))).isFalse();
    assertThat(stopped(slot(200, null), noted(200))).isFalse();
    assertThat(stopped(null, NOTHING)).isFalse();
    assertThat(look(300, null, NOTHING)).isFalse();
  }

  @Test
  void a_slot_that_is_still_being_made_has_not_moved_once_it_is() {
    assertThat(look(0, 7, NOTHING)).isFalse();
    assertThat(look(100, null, NOTHING)).isFalse();
    assertThat(look(200, null, NOTHING)).isTrue();
  }

  @Test
  void a_publication_that_is_gone_loses_changes_until_offsets_are_reset() {
    assertThat(look(WHOLE)).isEmpty();
    assertThat(look(Optional.empty())).hasValueSatisfying(why -> assertThat(why).contains("p1"));
    assertThat(look(WHOLE)).isPresent();
    assertThat(stopped(slot(100, null), NOTHING)).isFalse();
    assertThat(look(WHOLE)).isEmpty();
  }

  @Test
  void so_does_one_that_lacks_changes_or_was_made_again_between_two_looks() {
    assertThat(look(Optional.of(new Publication("1", "2", "-", false)))).isPresent();
    assertThat(after(WHOLE, WHOLE)).isEmpty();
    assertThat(after(WHOLE, publication("3", "2", "-"))).as("it was made again").isPresent();
    assertThat(after(WHOLE, publication("1", "3", "-"))).as("it left the table out").isPresent();
  }

  @Test
  void what_a_publication_has_all_the_time_is_not_lost_when_other_columns_or_tables_are_named() {
    assertThat(after(WHOLE, publication("1", "3", "1 2"))).as("set table").isEmpty();
    assertThat(after(WHOLE, publication("1", "2 3", "-, -"))).as("another schema's").isEmpty();
    assertThat(after(WHOLE, publication("1", "", ""))).as("its whole schema").isEmpty();
  }

  @Test
  void before_there_is_a_slot_the_publication_may_be_missing() {
    assertThat(watch.loss(null, Optional.empty(), false, () -> NOTHING)).isEmpty();
    assertThat(look(WHOLE)).isEmpty();
  }

  private Optional<String> look(Optional<Publication> publication) {
    return watch.loss(slot(100, 7), publication, false, () -> noted(100));
  }

  /** What a new watch says that has seen both. */
  private static Optional<String> after(Optional<Publication> first, Optional<Publication> next) {
    SlotWatch watch = new SlotWatch("slot", "p1");
    assertThat(watch.loss(slot(100, 7), first, false, () -> noted(100))).isEmpty();
    return watch.loss(slot(100, 7), next, false, () -> noted(100));
  }

  private static Optional<Publication> publication(String identity, String place, String columns) {
    return Optional.of(new Publication(identity, place, columns, true));
  }

  private boolean look(long done, Integer reader, Optional<ConnectorOffsets> offsets) {
    return watch
        .loss(
            slot(done, reader),
            WHOLE,
            false,
            () -> {
              asked++;
              return offsets;
            })
        .isPresent();
  }

  private boolean stopped(ReplicationSlot slot, Optional<ConnectorOffsets> offsets) {
    return watch.loss(slot, WHOLE, true, () -> offsets).isPresent();
  }

  private static ReplicationSlot slot(long done, Integer reader) {
    return new ReplicationSlot(Instant.EPOCH, 1000, done, 0, reader, false);
  }

  private static Optional<ConnectorOffsets> noted(long commit) {
    return Optional.of(new ConnectorOffsets(OptionalLong.of(commit)));
  }
}
