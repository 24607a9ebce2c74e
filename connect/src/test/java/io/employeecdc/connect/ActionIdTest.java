package io.employeecdc.connect;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.table.Contract;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ActionIdTest {
  private static final String LAST_OF_TRIGGERS = "5000000000";

  private final Events events = Employees.events();
  private final ContractRecord transformation = Employees.transformation();
  private final ContractRecord afterTriggers =
      Employees.transformation("action.id.after", LAST_OF_TRIGGERS);

  @Test
  void changes_of_a_row_in_one_transaction_grow_with_their_places_in_the_log() throws IOException {
    SourceRecord first = at("c", Events.PLACE);
    SourceRecord second = at("u", Events.PLACE + 64);
    assertThat(actionId(transformation.apply(second)))
        .isGreaterThan(actionId(transformation.apply(first)));
  }

  @Test
  void a_change_that_is_sent_again_after_a_restart_has_the_same_id() throws IOException {
    long before = actionId(transformation.apply(at("u", Events.PLACE)));
    assertThat(actionId(Employees.transformation().apply(at("u", Events.PLACE)))).isEqualTo(before);
  }

  @Test
  void all_ids_lie_above_those_that_triggers_gave() throws IOException {
    assertThat(actionId(afterTriggers.apply(at("c", 1))))
        .isGreaterThan(Long.parseLong(LAST_OF_TRIGGERS));
    assertThat(actionId(afterTriggers.apply(at("r", 1))))
        .isGreaterThan(Long.parseLong(LAST_OF_TRIGGERS));
  }

  /**
   * A transaction that was open while the row was read had changed it before, at a lower place than
   * the snapshot's.
   */
  @Test
  void a_row_of_a_snapshot_never_seems_newer_than_a_change_from_the_log() throws IOException {
    long snapshot = actionId(afterTriggers.apply(at("r", Events.PLACE)));
    assertThat(actionId(afterTriggers.apply(at("u", Events.PLACE - 4096)))).isGreaterThan(snapshot);
  }

  /**
   * Rows 1 and 2 are there. S0 deletes 1 and stays open; S1 copies 1 and 2 in, whose rows are in
   * the log before S1 waits for S0; S2 deletes 2 and commits, then S0, then S1.
   */
  @Test
  void a_copy_that_waited_for_a_delete_is_newer_than_it() throws IOException {
    long s0 = Events.PLACE;
    long copied = s0 + 64;
    long s2 = copied + 512;
    long s2Committed = s2 + 64;
    long s0Committed = s2Committed + 48;
    long two = actionId(transformation.apply(of(2, "d", s2, Events.COMMIT)));
    long one = actionId(transformation.apply(of(1, "d", s0, s2Committed)));
    assertThat(actionId(transformation.apply(of(1, "c", copied, s0Committed)))).isGreaterThan(one);
    assertThat(actionId(transformation.apply(of(2, "c", copied, s0Committed)))).isGreaterThan(two);
  }

  @Test
  void an_insert_whose_row_was_in_the_log_before_the_delete_it_waited_for_is_newer()
      throws IOException {
    long deleted = actionId(transformation.apply(of(7, "d", Events.PLACE + 128, Events.COMMIT)));
    assertThat(actionId(transformation.apply(of(7, "c", Events.PLACE, Events.PLACE + 256))))
        .isGreaterThan(deleted);
  }

  @Tag("long")
  @Test
  void changes_before_another_commit_grow_and_lie_below_the_next_transactions() throws IOException {
    long commit = Events.PLACE + 4096;
    List<SourceRecord> sent = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      sent.add(of(7, "u", Events.PLACE + i, commit));
    }
    sent.add(of(7, "u", commit + 8, commit));
    sent.add(of(7, "d", Events.PLACE + 9, commit + 48));
    assertGrow(sent);
  }

  @Test
  void a_key_that_is_changed_away_and_back_in_a_transaction_before_another_commit_keeps_its_order()
      throws IOException {
    long commit = Events.PLACE + 4096;
    List<Long> ids = new ArrayList<>();
    for (String operation : List.of("u", "d", "c")) {
      long place = Events.PLACE + 64L * ids.size();
      ids.add(actionId(transformation.apply(of(7, operation, place, commit))));
      long ofAnother = actionId(transformation.apply(of(8, "u", place, commit)));
      assertThat(ofAnother).isLessThan(1024 * (commit + 1));
    }
    assertThat(ids).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void a_transaction_that_comes_again_without_a_restart_has_the_same_ids() throws IOException {
    long commit = Events.PLACE + 4096;
    List<Long> first = new ArrayList<>();
    List<Long> again = new ArrayList<>();
    for (List<Long> ids : List.of(first, again)) {
      for (int i = 0; i < 5; i++) {
        ids.add(actionId(transformation.apply(of(7, "u", Events.PLACE + 64L * i, commit))));
      }
    }
    assertThat(again).isEqualTo(first);
  }

  /** Of which only the second run finds in the offset what stands for the commit before. */
  @Test
  void the_first_transaction_has_the_same_ids_when_a_restart_sends_it_again() throws IOException {
    SourceRecord first = transformation.apply(first(0));
    SourceRecord second = transformation.apply(first(64));
    @SuppressWarnings("unchecked")
    long noted = ((Map<String, Long>) second.sourceOffset()).get("lsn_commit");
    ContractRecord restarted = Employees.transformation();
    assertThat(actionId(restarted.apply(of(7, "u", Events.PLACE, noted))))
        .isEqualTo(actionId(first));
    assertThat(actionId(restarted.apply(of(7, "u", Events.PLACE + 64, noted))))
        .isEqualTo(actionId(second));
  }

  private SourceRecord first(long further) {
    SourceRecord event = at("u", Events.PLACE + further);
    event.sourceOffset().remove("lsn_commit");
    return event;
  }

  @Test
  void more_changes_of_a_row_than_fit_before_a_commit_end_the_task() {
    ActionIds ids = new ActionIds(0);
    byte[] key = {'7'};
    long commit = 1_000_000;
    for (int place = 1; place <= 32 * 1024; place++) {
      assertThat(ids.next(key, place, commit)).isLessThan(1024 * (commit + 32));
    }
    assertThatThrownBy(() -> ids.next(key, 32 * 1024 + 1, commit))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("more than 16384 times");
    assertThat(ids.next(key, 8, commit + 40)).isEqualTo(1024 * (commit + 40));
  }

  @Test
  void the_rows_of_one_large_copy_before_another_commit_have_room() {
    ActionIds ids = new ActionIds(0);
    long commit = 1L << 40;
    long highest = 0;
    for (int row = 0; row < 2_000_000; row++) {
      byte[] key = String.valueOf(row).getBytes(US_ASCII);
      highest = Math.max(highest, ids.next(key, 1L + row / 100, commit));
    }
    assertThat(highest).isLessThan(1024 * (commit + 32));
  }

  /** Or the ledger, which knows ids alone, would take one for another. */
  @Test
  void changes_have_ids_of_their_own_at_one_place_and_before_another_commit() {
    ActionIds ids = new ActionIds(0);
    long commit = 1L << 40;
    Set<Long> seen = new HashSet<>();
    for (int row = 0; row < 16_000; row++) {
      byte[] key = String.valueOf(row).getBytes(US_ASCII);
      long place = row < 8000 ? commit - 100_000 + row / 4 : commit + row / 200 * 32L;
      assertThat(seen.add(ids.next(key, place, commit))).as("row %d", row).isTrue();
    }
  }

  @Test
  void a_key_changed_in_one_place_that_comes_again_without_a_restart_has_the_same_ids() {
    ActionIds ids = new ActionIds(0);
    List<Long> first = keyChange(ids);
    assertThat(keyChange(ids)).isEqualTo(first).doesNotHaveDuplicates();
  }

  private static List<Long> keyChange(ActionIds ids) {
    return List.of(ids.next(new byte[] {'7'}, 500, 100), ids.next(new byte[] {'8'}, 500, 100));
  }

  /** In transactions that begin at any place before another's commit, and share places. */
  @Test
  void a_rows_ids_grow_however_many_changes_surround_it() {
    ActionIds ids = new ActionIds(0);
    SplittableRandom random = new SplittableRandom(1852);
    Map<Integer, Long> newest = new HashMap<>();
    long commit = 10_000_000;
    for (int transaction = 0; transaction < 30; transaction++) {
      long place = commit - random.nextInt(600_000);
      Set<Integer> here = new HashSet<>();
      for (int change = 0; change < 20_000; change++) {
        if (random.nextInt(3) == 0) {
          place += 24 + random.nextInt(100);
          here.clear();
        }
        int row = random.nextInt(5000);
        if (here.add(row)) {
          long id = ids.next(String.valueOf(row).getBytes(US_ASCII), place, commit);
          assertThat(id).isGreaterThan(newest.getOrDefault(row, 0L));
          newest.put(row, id);
        }
      }
      commit = Math.max(place + 24, commit) + 40;
      assertThat(Collections.max(newest.values())).isLessThan(1024 * commit);
    }
  }

  private void assertGrow(List<SourceRecord> sent) throws IOException {
    List<Long> ids = new ArrayList<>();
    for (SourceRecord each : sent) {
      ids.add(actionId(transformation.apply(each)));
    }
    assertThat(ids).isEqualTo(List.copyOf(new TreeSet<>(ids)));
  }

  /**
   * An event of a row.
   *
   * @param commit where the commit before its transaction ends
   */
  private SourceRecord of(int id, String operation, long place, long commit) {
    SourceRecord event =
        events.event(
            operation,
            Map.of("emp_id", id),
            operation.equals("d") ? null : Employees.row("emp_id", id),
            source -> source.put("lsn", place));
    @SuppressWarnings("unchecked")
    Map<String, Object> offset = (Map<String, Object>) event.sourceOffset();
    offset.put("lsn_commit", commit);
    return event;
  }

  private SourceRecord at(String operation, long place) {
    return of(7, operation, place, Events.COMMIT);
  }

  private static long actionId(SourceRecord record) throws IOException {
    byte[] value = (byte[]) record.value();
    int from = WireFormat.HEADER_LENGTH;
    IndexedRecord read =
        new GenericDatumReader<IndexedRecord>(Contract.standard().schema())
            .read(null, DecoderFactory.get().binaryDecoder(value, from, value.length - from, null));
    return (Long) read.get(0);
  }
}
