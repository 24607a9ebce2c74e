package io.employeecdc.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.GoldenChange;
import io.employeecdc.contract.WireFormat;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes that the producer gives as well. */
class GoldenBytesTest {
  private static final Map<String, String> OPERATIONS =
      Map.of("SNAPSHOT", "r", "INSERT", "c", "UPDATE", "u", "DELETE", "d");

  static List<GoldenChange> changes() throws IOException {
    return GoldenChange.all();
  }

  @ParameterizedTest
  @MethodSource("changes")
  void an_event_is_this_record(GoldenChange change) {
    boolean snapshot = change.action().equals("SNAPSHOT");
    Map<String, Object> key = Map.of("emp_id", change.employee());
    SourceRecord event =
        Employees.events()
            .event(
                OPERATIONS.get(change.action()),
                key,
                change.action().equals("DELETE") ? null : row(change),
                source ->
                    source
                        .put("lsn", change.actionId() / 1024)
                        .put("ts_us", change.capturedAt())
                        .put("txId", change.transaction().orElse(null)));
    event.sourceOffset().remove("lsn_commit");
    ContractRecord transformation =
        Employees.transformation(
            "contract.version", String.valueOf(change.version()),
            "action.id.after",
                String.valueOf(snapshot ? change.actionId() - 1 : change.actionId() % 1024));
    SourceRecord record = transformation.apply(event);
    byte[] value = (byte[]) record.value();
    assertThat((byte[]) record.key()).isEqualTo(change.key());
    assertThat(Arrays.copyOfRange(value, WireFormat.HEADER_LENGTH, value.length))
        .isEqualTo(change.value());
    assertThat(record.timestamp()).isEqualTo(Math.floorDiv(change.capturedAt(), 1000));
  }

  private static Map<String, Object> row(GoldenChange change) {
    Map<String, Object> row = new HashMap<>();
    row.put("emp_id", change.employee());
    row.put("first_name", change.column(0).orElse(null));
    row.put("last_name", change.column(1).orElse(null));
    row.put("dob", change.column(2).map(Integer::valueOf).orElse(null));
    row.put("city", change.column(3).orElse(null));
    row.put("salary", change.column(4).map(Integer::valueOf).orElse(null));
    row.put("email", change.column(5).orElse(null));
    return row;
  }
}
