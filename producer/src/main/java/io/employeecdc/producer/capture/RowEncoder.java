package io.employeecdc.producer.capture;

import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.table.AvroBuffer;
import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Column;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Turns rows of binary COPY into keys and values of the topic, byte for byte what Confluent's
 * serializer would write, without an object per field. The columns are asked for in the order in
 * which the schema's fields are written, so one pass over a row writes the record.
 */
final class RowEncoder {
  /** From 1970 to 2000, from where PostgreSQL counts. */
  private static final long EPOCH_MICROS = 946_684_800_000_000L;

  private static final String CAPTURED_AT = "captured_at";
  private static final String TRANSACTION_ID = "transaction_id";
  private static final String DELETE = "DELETE";

  /** Writes one field of the envelope. */
  private interface Step {
    void write();
  }

  private final CapturedTable table;
  private final byte[] header;
  private final Column actionId;
  private final Column[] keys;
  private final Column[] columns;
  private final List<Step> steps = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private final int rowBranch;

  /** The enum's symbol for each action, by the first letter of its name. */
  private final int[] symbols = new int[128];

  private final CopyRow row = new CopyRow();
  private final AvroBuffer out = new AvroBuffer();
  private boolean deleted;
  private long capturedAt;

  /**
   * An encoder for any released version.
   *
   * @param schema the released schema that the id stands for
   * @param schemaId the schema's id in the registry
   */
  RowEncoder(Schema schema, int schemaId) {
    table = CapturedTable.of(schema);
    header = WireFormat.header(schemaId);
    actionId = table.envelope("action_id");
    keys = table.key().columns().toArray(Column[]::new);
    columns = table.columns().toArray(Column[]::new);
    rowBranch = table.row().schema().getTypes().indexOf(table.rowSchema());
    Schema actions = schema.getField("action").schema();
    for (String action : List.of("SNAPSHOT", "INSERT", "UPDATE", DELETE)) {
      symbols[action.charAt(0)] = actions.getEnumOrdinal(action);
    }
    asked.add("action_id");
    Arrays.stream(keys).map(Column::sql).forEach(asked::add);
    asked.add("action");
    for (Schema.Field field : schema.getFields().subList(keys.length + 2, fields(schema))) {
      steps.add(step(field));
    }
  }

  private static int fields(Schema schema) {
    return schema.getFields().size();
  }

  private Step step(Schema.Field field) {
    if (field.equals(table.row())) {
      Arrays.stream(columns).map(Column::sql).forEach(asked::add);
      return this::row;
    }
    switch (field.name()) {
      case CAPTURED_AT -> {
        asked.add(CAPTURED_AT);
        Column column = table.envelope(CAPTURED_AT);
        return () -> {
          capturedAt = row.int64() + EPOCH_MICROS;
          row.encode(column, out);
        };
      }
      case TRANSACTION_ID -> {
        asked.add("txid");
        Column column = table.envelope(TRANSACTION_ID);
        return () -> row.encode(column, out);
      }
      default -> {
        byte[] value = defaultOf(field);
        return () -> out.raw(value, 0, value.length);
      }
    }
  }

  /** What this producer knows nothing of reads as it does in records that are older than it. */
  private static byte[] defaultOf(Schema.Field field) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    try {
      new GenericDatumWriter<>(field.schema())
          .write(GenericData.get().getDefaultValue(field), encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The columns a row must have, in order. */
  String columns() {
    return String.join(", ", asked);
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
    long id = row.int64();
    row.encode(actionId, out);
    Object[] values = new Object[keys.length];
    for (int i = 0; i < keys.length; i++) {
      values[i] = row.value(keys[i]);
      row.encode(keys[i], out);
    }
    byte action = row.firstByte();
    deleted = action == DELETE.charAt(0);
    out.number(symbols[action]);
    for (Step step : steps) {
      step.write();
    }
    byte[] key = table.key().bytes(Arrays.asList(values));
    long millis = Math.floorDiv(capturedAt, 1000);
    batch.addChange(id, key, out.copy(), millis);
    if (deleted) {
      batch.addTombstone(key, millis);
    }
    return id;
  }

  private void row() {
    out.number(deleted ? 1 - rowBranch : rowBranch);
    for (Column column : columns) {
      if (deleted) {
        row.pass();
      } else {
        row.encode(column, out);
      }
    }
  }
}
