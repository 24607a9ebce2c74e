package io.employeecdc.connect;

import static org.assertj.core.api.Assertions.assertThat;

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
    SourceRecord record = transformation.apply(Employees.insert());
    assertThat(record.sourceOffset())
        .hasFieldOrPropertyWithValue("lsn_proc", Events.COMMIT)
        .hasFieldOrPropertyWithValue("lsn", Events.COMMIT)
        .hasFieldOrPropertyWithValue("lsn_commit", Events.COMMIT)
        .hasFieldOrPropertyWithValue("messageType", "COMMIT");
  }

  @Test
  void before_the_first_commit_a_restart_begins_where_the_slot_stands() {
    SourceRecord insert = Employees.insert();
    insert.sourceOffset().remove("lsn_commit");
    assertThat(transformation.apply(insert).sourceOffset()).doesNotContainKey("lsn_proc");
  }

  @Test
  void a_snapshot_goes_on_where_it_was() {
    SourceRecord read = events.event("r", Employees.KEY, Employees.row());
    assertThat(transformation.apply(read).sourceOffset())
        .hasFieldOrPropertyWithValue("lsn_proc", Events.PLACE);
  }
}
