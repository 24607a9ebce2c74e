package io.employeecdc.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
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

  @Test
  void before_the_first_commit_a_restart_begins_where_the_slot_stands() {
    SourceRecord insert = Employees.insert();
    insert.sourceOffset().remove("lsn_commit");
    assertThat(transformation.apply(insert).sourceOffset()).doesNotContainKey("lsn_proc");
  }

  @Test
  void a_first_snapshot_goes_on_where_it_was() {
    SourceRecord read = events.event("r", Employees.KEY, Employees.row());
    offset(read).put("snapshot", "INITIAL");
    assertThat(transformation.apply(read).sourceOffset())
        .hasFieldOrPropertyWithValue("lsn_proc", Events.PLACE);
  }

  /** It comes between the rows of a COPY, and its offset is all that Connect notes of them. */
  @Test
  void a_heartbeat_amid_a_transaction_does_not_let_a_restart_pass_over_the_rest_of_it() {
    Schema schema = SchemaBuilder.struct().name("io.debezium.connector.common.Heartbeat").build();
    SourceRecord beat =
        new SourceRecord(
            Map.of("server", "cdc"),
            Employees.insert().sourceOffset(),
            "__debezium-heartbeat.cdc",
            0,
            null,
            null,
            schema,
            new Struct(schema));
    assertBeginsWithTransaction(transformation.apply(beat));
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

  @Test
  void a_dropped_event_of_another_table_does_not_either() {
    SourceRecord insert = Employees.insert();
    assertThat(Employees.transformation("other.tables", "employees").apply(insert)).isNull();
    assertBeginsWithTransaction(insert);
  }

  private static void assertBeginsWithTransaction(SourceRecord record) {
    assertThat(record.sourceOffset())
        .hasFieldOrPropertyWithValue("lsn_proc", Events.COMMIT)
        .hasFieldOrPropertyWithValue("lsn", Events.COMMIT)
        .hasFieldOrPropertyWithValue("lsn_commit", Events.COMMIT)
        .hasFieldOrPropertyWithValue("messageType", "COMMIT");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> offset(SourceRecord record) {
    return (Map<String, Object>) record.sourceOffset();
  }
}
