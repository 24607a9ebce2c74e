package io.employeecdc.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/**
 * Offsets as Debezium reads them back: {@code lsn_proc} is what it takes for done, {@code
 * messageType} of what it was the last.
 */
class RestartTest {
  private final Events events = Employees.events();
  private final ContractRecord transformation = Employees.transformation();

  @Test
  void a_restart_begins_with_the_transaction_of_the_last_event() {
    assertBeginsWithTransaction(transformation.apply(Employees.insert()));
  }

  /**
   * Debezium asks whether its slot reaches back to {@code lsn_proc}, and only where it is there.
   */
  @Test
  void before_the_first_commit_a_restart_begins_with_the_first_change() {
    SourceRecord first = Employees.insert();
    SourceRecord second = events.event("c", Employees.KEY, Employees.row(), at(Events.PLACE + 64));
    for (SourceRecord change : List.of(first, second)) {
      offset(change).remove("lsn_commit");
      assertBeginsAt(transformation.apply(change), Events.PLACE);
    }
  }

  /** To which no slot reaches back, so the task ends; by itself Debezium takes it once more. */
  @Test
  void a_first_snapshot_that_was_interrupted_is_not_gone_on_with() {
    assertThat(transformation.apply(read("INITIAL", false)).sourceOffset())
        .hasFieldOrPropertyWithValue("lsn", Events.PLACE)
        .hasFieldOrPropertyWithValue("lsn_proc", 1L)
        .doesNotContainKeys("snapshot", "last_snapshot_record");
  }

  @Test
  void the_last_row_of_a_first_snapshot_says_to_where_the_slot_must_reach_back() {
    SourceRecord last = transformation.apply(read("INITIAL", true));
    assertBeginsAt(last, Events.PLACE);
    assertThat(last.sourceOffset()).hasFieldOrPropertyWithValue("snapshot", "INITIAL");
  }

  @Test
  void what_a_later_debezium_counts_of_a_place_is_not_noted() {
    SourceRecord change = Employees.insert();
    offset(change).put("lsn_events_processed", 1L);
    assertThat(transformation.apply(change).sourceOffset())
        .doesNotContainKey("lsn_events_processed");
  }

  @Test
  void a_snapshot_amid_a_transaction_does_not_let_a_restart_pass_over_the_rest_of_it() {
    SourceRecord read = events.event("r", Employees.KEY, Employees.row());
    offset(read).put("snapshot", "BLOCKING");
    assertBeginsAt(transformation.apply(read), Events.COMMIT);
  }

  /** It says where the log ended when the task started, and what lies before was not read yet. */
  @Test
  void a_heartbeat_before_anything_was_read_is_dropped() {
    assertThat(transformation.apply(early())).isNull();
  }

  /** Whose last row may be another table's; Debezium sends a heartbeat right behind it. */
  @Test
  void a_heartbeat_after_a_first_snapshot_says_that_it_is_whole() {
    ContractRecord drops = Employees.transformation("other.tables", "employees");
    assertThat(drops.apply(read("INITIAL", false))).isNull();
    assertThat(drops.apply(early())).isNull();
    assertThat(drops.apply(read("INITIAL", true))).isNull();
    assertBeginsAt(drops.apply(early()), Events.PLACE);
  }

  /** It comes between the rows of a COPY, and its offset is all that Connect notes of them. */
  @Test
  void a_heartbeat_amid_a_transaction_does_not_let_a_restart_pass_over_the_rest_of_it() {
    assertBeginsWithTransaction(transformation.apply(heartbeat(Employees.insert().sourceOffset())));
  }

  @Test
  void a_row_of_an_incremental_snapshot_amid_a_transaction_does_not_either_and_keeps_its_chunk() {
    SourceRecord read = events.event("r", Employees.KEY, Employees.row());
    offset(read).put("incremental_snapshot_primary_key", "chunk");
    SourceRecord record = transformation.apply(read);
    assertBeginsWithTransaction(record);
    assertThat(record.sourceOffset())
        .hasFieldOrPropertyWithValue("incremental_snapshot_primary_key", "chunk");
  }

  /** Connect hands it to Debezium, which moves the slot to {@code lsn_commit}, or lsn_proc. */
  @Test
  void a_dropped_event_does_not_move_the_slot_past_what_connect_has_noted() {
    ContractRecord drops = Employees.transformation("other.tables", "employees");
    SourceRecord first = Employees.insert();
    assertThat(drops.apply(first)).isNull();
    assertThat(first.sourceOffset()).doesNotContainKeys("lsn_commit", "lsn_proc");

    assertBeginsWithTransaction(drops.apply(heartbeat(Employees.insert().sourceOffset())));
    SourceRecord later = Employees.insert();
    offset(later).put("lsn_commit", Events.COMMIT + 64);
    assertThat(drops.apply(later)).isNull();
    assertThat(later.sourceOffset()).hasFieldOrPropertyWithValue("lsn_commit", Events.COMMIT);
  }

  /** With {@code errors.tolerance=all} Connect passes it over, and hands it to Debezium too. */
  @Test
  void nor_does_one_that_is_refused() {
    assertBeginsWithTransaction(transformation.apply(Employees.insert()));
    SourceRecord refused =
        events.event("u", Employees.KEY, Employees.row("city", "__debezium_unavailable_value"));
    offset(refused).put("lsn_commit", Events.COMMIT + 64);

    assertThatThrownBy(() -> transformation.apply(refused)).hasMessageContaining("city");

    assertThat(refused.sourceOffset()).hasFieldOrPropertyWithValue("lsn_commit", Events.COMMIT);
  }

  private static void assertBeginsWithTransaction(SourceRecord record) {
    assertBeginsAt(record, Events.COMMIT);
  }

  /** Debezium goes on with what the server sends first, only where all three are one. */
  private static void assertBeginsAt(SourceRecord record, long commit) {
    assertThat(record.sourceOffset())
        .hasFieldOrPropertyWithValue("lsn_proc", commit)
        .hasFieldOrPropertyWithValue("lsn", commit)
        .hasFieldOrPropertyWithValue("lsn_commit", commit)
        .hasFieldOrPropertyWithValue("messageType", "MESSAGE");
  }

  private static SourceRecord early() {
    return heartbeat(new HashMap<>(Map.of("lsn", Events.PLACE)));
  }

  private static SourceRecord heartbeat(Map<String, ?> offset) {
    Schema schema = SchemaBuilder.struct().name("io.debezium.connector.common.Heartbeat").build();
    return new SourceRecord(
        Map.of("server", "cdc"),
        offset,
        "__debezium-heartbeat.cdc",
        0,
        null,
        null,
        schema,
        new Struct(schema));
  }

  /** As Debezium makes it: nothing has been read from the log yet. */
  private SourceRecord read(String snapshot, boolean last) {
    SourceRecord read = events.event("r", Employees.KEY, Employees.row());
    Map<String, Object> offset = offset(read);
    offset.keySet().removeAll(List.of("lsn_proc", "lsn_commit", "messageType"));
    offset.putAll(Map.of("snapshot", snapshot, "last_snapshot_record", last));
    return read;
  }

  private static Consumer<Struct> at(long place) {
    return source -> source.put("lsn", place);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> offset(SourceRecord record) {
    return (Map<String, Object>) record.sourceOffset();
  }
}
