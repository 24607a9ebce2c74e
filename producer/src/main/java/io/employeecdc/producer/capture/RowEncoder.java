package io.employeecdc.producer.capture;

import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.table.AvroBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * Turns rows of binary COPY into keys and values of the topic, byte for byte what Confluent's
 * serializer would write, without an object per field. The columns are asked for in the order in
 * which the schema's fields are written, so one pass over a row writes the record.
 */
final class RowEncoder {
  /** Fields of version 1, in the schema's order. */
  private static final List<String> FIELDS =
      List.of("action_id", "emp_id", "action", "employee", "captured_at");

  /** What version 2 has behind them. */
  private static final List<String> ADDED = List.of("transaction_id");

  /** Fields of {@code Employee}, in the schema's order; columns have the same names. */
  private static final List<String> ROW_FIELDS =
      List.of("first_name", "last_name", "dob", "city", "salary");

  /** Days from 1970-01-01, Avro's epoch, to 2000-01-01, PostgreSQL's. */
  private static final int EPOCH_DAYS = 10_957;

  private static final long EPOCH_MICROS = EPOCH_DAYS * 86_400_000_000L;

  private static final int NULL_BRANCH = 0;
  private static final int VALUE_BRANCH = 1;

  private static final String DELETE = "DELETE";

  private final byte[] header;
  private final boolean withTransaction;

  /** The enum's symbol for each action, by the first letter of its name. */
  private final int[] symbols = new int[128];

  private final CopyRow row = new CopyRow();
  private final AvroBuffer out = new AvroBuffer();

  /**
   * Checks that the schema is one that this encoder writes: any released version.
   *
   * @param schema the released schema that the id stands for
   * @param schemaId the schema's id in the registry
   */
  RowEncoder(Schema schema, int schemaId) {
    List<String> fields = schema.getFields().stream().map(Schema.Field::name).toList();
    List<String> rowFields =
        schema.getField("employee").schema().getTypes().get(VALUE_BRANCH).getFields().stream()
            .map(Schema.Field::name)
            .toList();
    withTransaction = fields.size() > FIELDS.size();
    if (!fields.equals(withTransaction ? concat(FIELDS, ADDED) : FIELDS)
        || !rowFields.equals(ROW_FIELDS)) {
      throw new IllegalArgumentException("this producer does not write " + schema.getFullName());
    }
    header = WireFormat.header(schemaId);
    Schema actions = schema.getField("action").schema();
    for (String action : List.of("SNAPSHOT", "INSERT", "UPDATE", DELETE)) {
      symbols[action.charAt(0)] = actions.getEnumOrdinal(action);
    }
  }

  /** The columns a row must have, in order. */
  String columns() {
    return "action_id, emp_id, action, "
        + String.join(", ", ROW_FIELDS)
        + ", captured_at"
        + (withTransaction ? ", txid" : "");
  }

  /**
   * Adds the row's records to the batch.
   *
   * @param first true for the first row of a COPY, which the file header precedes
   * @return the row's action id, or -1 if the bytes are the end of the data
   */
  long encode(byte[] copyData, boolean first, ChangeBatch batch) {
    if (!row.begin(copyData, first)) {
      return -1;
    }
    out.restart(header);
    long actionId = row.int64();
    int employeeId = row.int32();
    byte action = row.firstByte();
    boolean deleted = action == DELETE.charAt(0);
    out.number(actionId);
    out.number(employeeId);
    out.number(symbols[action]);
    employee(deleted);
    long capturedAt = row.int64() + EPOCH_MICROS;
    out.number(capturedAt);
    if (withTransaction) {
      out.number(VALUE_BRANCH);
      out.number(row.int64());
    }
    byte[] key = Integer.toString(employeeId).getBytes(StandardCharsets.ISO_8859_1);
    long millis = Math.floorDiv(capturedAt, 1000);
    batch.addChange(actionId, key, out.copy(), millis);
    if (deleted) {
      batch.addTombstone(key, millis);
    }
    return actionId;
  }

  private void employee(boolean deleted) {
    out.number(deleted ? NULL_BRANCH : VALUE_BRANCH);
    if (deleted) {
      for (int column = 0; column < ROW_FIELDS.size(); column++) {
        row.passNull();
      }
      return;
    }
    text();
    text();
    if (present()) {
      out.number(date(row.int32()));
    }
    text();
    if (present()) {
      out.number(row.int32());
    }
  }

  private void text() {
    if (present()) {
      row.text(out);
    }
  }

  private boolean present() {
    boolean present = !row.passNull();
    out.number(present ? VALUE_BRANCH : NULL_BRANCH);
    return present;
  }

  private static List<String> concat(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  /**
   * PostgreSQL's infinities stay the extremes of an int, beyond every date that a table can hold.
   */
  private static int date(int days) {
    return days == Integer.MAX_VALUE || days == Integer.MIN_VALUE ? days : days + EPOCH_DAYS;
  }
}
