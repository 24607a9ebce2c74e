package io.employeecdc.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.table.Contract;
import java.io.IOException;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.connect.source.SourceRecord;
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

  private SourceRecord at(String operation, long place) {
    return events.event(
        operation, Employees.KEY, Employees.row(), source -> source.put("lsn", place));
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
