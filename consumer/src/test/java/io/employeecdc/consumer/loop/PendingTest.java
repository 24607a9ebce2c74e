package io.employeecdc.consumer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.deadletter.Cause;
import io.employeecdc.consumer.deadletter.DeadLetter;
import io.employeecdc.consumer.decode.DecodeFault;
import io.employeecdc.consumer.decode.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PendingTest {
  private static final TopicPartition ONE = new TopicPartition("t", 1);
  private static final TopicPartition TWO = new TopicPartition("t", 2);

  private final Pending pending = new Pending();

  @Test
  void an_offset_stays_before_the_first_record_that_waits_and_says_how_far_it_is_through() {
    pending.hold(record(1, 7), 3);
    pending.hold(record(1, 5), 4);
    reached(ONE, 10);
    reached(TWO, 20);

    Delivery due = pending.due();

    assertThat(due.offsets())
        .isEqualTo(
            Map.of(
                ONE,
                new OffsetAndMetadata(5, "through 10 holds 2 from 3 of 105,107"),
                TWO,
                new OffsetAndMetadata(20)));
    assertThat(Note.of(due.offsets().get(ONE)).through()).isEqualTo(10);
    assertThat(Note.of(due.offsets().get(TWO)).through()).isEqualTo(20);
  }

  @Test
  void the_time_of_the_last_record_is_told_also_where_none_came_since() {
    pending.hold(record(1, 7), 3);
    pending.reached(ONE, End.at(new OffsetAndMetadata(10)).with(1_700_000_000_000L));
    pending.reached(TWO, End.at(new OffsetAndMetadata(20)).with(1_700_000_000_001L));
    reached(TWO, 21);

    Map<TopicPartition, OffsetAndMetadata> offsets = pending.due().offsets();

    assertThat(offsets.get(ONE).metadata())
        .isEqualTo("through 10 at 1700000000000 holds 1 from 3 of 107");
    assertThat(offsets.get(TWO))
        .isEqualTo(new OffsetAndMetadata(21, "through 21 at 1700000000001"));
    assertThat(Note.of(offsets.get(ONE)))
        .isEqualTo(new Note(10, 1_700_000_000_000L, new Held(1, 3), Set.of(107)));
    assertThat(Note.of(offsets.get(TWO)))
        .isEqualTo(new Note(21, 1_700_000_000_001L, Held.NONE, Set.of()));
  }

  @Test
  void what_waits_in_a_partition_is_read_from_its_note_and_from_nobody_elses() {
    pending.hold(record(1, 7), 3);
    pending.hold(record(1, 5), 0);
    pending.hold(record(2, 5), 0);
    reached(ONE, 10);
    reached(TWO, 10);
    Map<TopicPartition, OffsetAndMetadata> offsets = pending.due().offsets();

    assertThat(Note.of(offsets.get(ONE)).held()).isEqualTo(new Held(2, 3));
    assertThat(Note.of(offsets.get(TWO)).held()).isEqualTo(new Held(1, Long.MAX_VALUE));
    for (String text : List.of("", "through 9", "through 9 holds 1 from 9999999999999999999")) {
      assertThat(Note.of(new OffsetAndMetadata(4, text)).held()).isEqualTo(Held.NONE);
    }
    String tooLong = "through 9999999999999999999";
    assertThat(Note.of(new OffsetAndMetadata(4, tooLong)).through()).isEqualTo(4);
  }

  /** A broker takes so many bytes; where more wait, nobody is named. */
  @Test
  void whose_changes_wait_is_in_the_note_if_they_are_not_too_many() {
    pending.hold(record(1, 7), 3);
    pending.hold(record(1, 5), 0);
    for (int i = 0; i < 501; i++) {
      pending.hold(record(2, i), i + 1);
    }
    reached(ONE, 10);
    reached(TWO, 600);
    Map<TopicPartition, OffsetAndMetadata> offsets = pending.due().offsets();

    assertThat(Note.stretch(ONE, offsets.get(ONE))).contains(new Stretch(ONE, 5, 10, Set.of(107)));
    assertThat(Note.stretch(TWO, offsets.get(TWO))).isEmpty();
    assertThat(Note.of(offsets.get(TWO)).held()).isEqualTo(new Held(501, 1));
    assertThat(Note.stretch(ONE, new OffsetAndMetadata(4, "through 9"))).isEmpty();
  }

  @Test
  void letters_before_a_record_that_waits_go_and_those_behind_it_stay_until_it_is_done() {
    DeadLetter before = letter(1, 4);
    DeadLetter behind = letter(1, 6);
    DeadLetter elsewhere = letter(2, 6);
    pending.hold(record(1, 5), 4);
    pending.add(List.of(behind, before, elsewhere));
    reached(ONE, 10);
    reached(TWO, 10);

    assertThat(pending.due().letters()).containsExactly(before, elsewhere);
    pending.delivered(pending.due());
    assertThat(pending.hasNews()).isFalse();
    assertThat(pending.hasLetters()).isTrue();

    reached(ONE, 12);
    assertThat(pending.due().letters()).isEmpty();
    pending.release(record(1, 5));

    assertThat(pending.due())
        .isEqualTo(new Delivery(List.of(behind), Map.of(ONE, new OffsetAndMetadata(12))));
    pending.delivered(pending.due());
    assertThat(pending.size()).isZero();
  }

  @Test
  void what_is_not_delivered_is_due_again_with_what_came_since() {
    pending.add(List.of(letter(1, 4)));
    reached(ONE, 5);
    Delivery first = pending.due();
    pending.add(List.of(letter(1, 8)));
    reached(ONE, 9);

    assertThat(pending.due().letters()).hasSize(2);
    pending.delivered(first);

    assertThat(pending.due().letters()).hasSize(1);
    assertThat(pending.due().offsets()).isEqualTo(Map.of(ONE, new OffsetAndMetadata(9)));
  }

  @Test
  void of_a_partition_that_was_lost_nothing_is_left() {
    pending.hold(record(1, 5), 4);
    pending.add(List.of(letter(1, 6), letter(2, 6)));
    reached(ONE, 10);
    reached(TWO, 10);

    pending.lose(List.of(ONE));

    assertThat(pending.due().offsets()).containsOnlyKeys(TWO);
    assertThat(pending.due().letters()).hasSize(1);
    assertThat(pending.held()).isEmpty();
    assertThat(pending.end(ONE)).isEmpty();
  }

  private void reached(TopicPartition partition, long offset) {
    pending.reached(partition, End.at(new OffsetAndMetadata(offset)));
  }

  private static DeadLetter letter(int partition, long offset) {
    Decoded.Bad bad = new Decoded.Bad(DecodeFault.NO_KEY, "class", "message");
    return new DeadLetter(record(partition, offset), Cause.of(bad), 1);
  }

  private static ConsumerRecord<byte[], byte[]> record(int partition, long offset) {
    byte[] key = Long.toString(100 + offset).getBytes(StandardCharsets.ISO_8859_1);
    return new ConsumerRecord<>("t", partition, offset, key, null);
  }
}
