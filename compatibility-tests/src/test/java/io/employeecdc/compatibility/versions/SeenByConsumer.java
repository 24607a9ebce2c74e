package io.employeecdc.compatibility.versions;

import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.decode.ChangeDecoder;
import io.employeecdc.consumer.decode.UndecodableException;
import io.employeecdc.consumer.failure.DecodeFault;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.schema.EmployeeCDC;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.generic.IndexedRecord;

/**
 * What the consumer's decode step makes of a record, and what it must make of it: the change as a
 * map with {@code action_id}, {@code emp_id}, {@code row} and {@code captured_at}, or the {@code
 * fault} for which it is no change.
 */
public final class SeenByConsumer {
  private SeenByConsumer() {}

  /** What it must see of a record of any version. */
  public static Map<String, Object> expected(IndexedRecord written) {
    Map<String, Object> fields = Expectation.of(written, EmployeeCDC.getClassSchema());
    Object action = fields.get("action");
    Object row = fields.get("employee");
    if (action.equals("UNKNOWN")) {
      return Map.of("fault", DecodeFault.UNKNOWN_ACTION);
    } else if (!action.equals("DELETE") && row == null) {
      return Map.of("fault", DecodeFault.NO_ROW);
    }
    return change(
        fields.get("action_id"),
        fields.get("emp_id"),
        action.equals("DELETE") ? null : row,
        fields.get("captured_at"));
  }

  /** What it sees. */
  public static Map<String, Object> in(ChangeDecoder decoder, Object employeeId, byte[] value)
      throws RegistryException {
    byte[] key = String.valueOf(employeeId).getBytes(StandardCharsets.UTF_8);
    try {
      Change change = decoder.decode(key, value, 0);
      return change(
          change.actionId(),
          change.key().get(0),
          Plain.of(change.row()),
          change.capturedAtMicros());
    } catch (UndecodableException e) {
      return Map.of("fault", e.reason().decodeFault().orElseThrow());
    }
  }

  private static Map<String, Object> change(
      Object actionId, Object employeeId, Object row, Object capturedAt) {
    Map<String, Object> change = new LinkedHashMap<>();
    change.put("action_id", actionId);
    change.put("emp_id", employeeId);
    change.put("row", row);
    change.put("captured_at", capturedAt);
    return change;
  }
}
