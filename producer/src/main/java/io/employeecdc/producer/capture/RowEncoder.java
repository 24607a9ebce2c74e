package io.employeecdc.producer.capture;

import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Column;
import io.employeecdc.contract.type.AvroBuffer;
import io.employeecdc.contract.type.UnwritableValueException;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Turns rows of binary COPY into keys and values of the topic, byte for byte what Confluent's
 * serializer would write, without an object per field.
 */
final class RowEncoder {
  /** From 1970 to 2000, from where PostgreSQL counts. */
  private static final long EPOCH_MICROS = 946_684_800_000_000L;

  private static final String CAPTURED_AT = "captured_at";
  private static final String TRANSACTION_ID = "transaction_id";
  private static final String TXID = "txid";
  private static final String ACTION = "action";
  private static final String ACTION_ID = "action_id";
  private static final String DELETE = "DELETE";

  /** What it reads of a row beside the table's columns. */
  static final List<String> ENVELOPE = List.of(ACTION_ID, ACTION, CAPTURED_AT, TXID);

  /** Writes one field of the envelope. */
  private interface Step {
    void write();
  }

  /** A column and which field of a row it is. */
  private record Place(int field, Column column) {}

  private final CapturedTable table;
  private final int schemaId;
  private final byte[] header;
  private final List<String> fields;
  private final Place actionId;
  private final int action;
  private final int capturedAt;
  private final Place[] keys;
  private final Place[] columns;
  private final List<Step> steps;
  private final int rowBranch;

  /** The enum's symbol for each action, by the first letter of its name. */
  private final int[] symbols = new int[128];

  private final CopyRow row;
  private final AvroBuffer out = new AvroBuffer();
  private boolean deleted;

  /**
   * An encoder for any released version.
   *
   * @param schema the released schema that the id stands for
   * @param schemaId the schema's id in the registry
   * @param row where it finds what is to be encoded
   * @param fields the names of the row's fields, as they stand in statements
   */
  RowEncoder(Schema schema, int schemaId, CopyRow row, List<String> fields) {
    this.table = CapturedTable.of(schema);
    this.schemaId = schemaId;
    this.header = WireFormat.header(schemaId);
    this.row = row;
    this.fields = fields;
    actionId = new Place(fields.indexOf(ACTION_ID), table.envelope(ACTION_ID));
    action = fields.indexOf(ACTION);
    capturedAt = fields.indexOf(CAPTURED_AT);
    keys = places(table.key().columns());
    columns = places(table.columns());
    rowBranch = table.row().schema().getTypes().indexOf(table.rowSchema());
    Schema actions = schema.getField(ACTION).schema();
    for (String symbol : List.of("SNAPSHOT", "INSERT", "UPDATE", DELETE)) {
      symbols[symbol.charAt(0)] = actions.getEnumOrdinal(symbol);
    }
    steps = schema.getFields().stream().skip(keys.length + 2L).map(this::step).toList();
  }

  private Place[] places(List<Column> columns) {
    return columns.stream()
        .map(column -> new Place(fields.indexOf(column.sql()), column))
        .toArray(Place[]::new);
  }

  private Step step(Schema.Field field) {
    if (field.equals(table.row())) {
      return this::row;
    }
    switch (field.name()) {
      case CAPTURED_AT -> {
        Column column = table.envelope(CAPTURED_AT);
        return () -> row.encode(capturedAt, column, out);
      }
      case TRANSACTION_ID -> {
        int txid = fields.indexOf(TXID);
        Column column = table.envelope(TRANSACTION_ID);
        return () -> row.encode(txid, column, out);
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

  int schemaId() {
    return schemaId;
  }

  /** Adds the records of the row to the batch. */
  void encode(ChangeBatch batch) {
    out.restart(header);
    encode(actionId);
    Object[] values = new Object[keys.length];
    for (int i = 0; i < keys.length; i++) {
      values[i] = row.value(keys[i].field, keys[i].column);
      encode(keys[i]);
    }
    byte letter = row.firstByte(action);
    deleted = letter == DELETE.charAt(0);
    out.number(symbols[letter]);
    for (Step step : steps) {
      step.write();
    }
    byte[] key = table.key().bytes(Arrays.asList(values));
    long millis = Math.floorDiv(row.int64(capturedAt) + EPOCH_MICROS, 1000);
    batch.addChange(row.int64(actionId.field), key, out.copy(), millis);
    if (deleted) {
      batch.addTombstone(key, millis);
    }
  }

  private void row() {
    out.number(deleted ? 1 - rowBranch : rowBranch);
    if (!deleted) {
      for (Place column : columns) {
        encode(column);
      }
    }
  }

  private void encode(Place place) {
    try {
      row.encode(place.field, place.column, out);
    } catch (UnwritableValueException e) {
      List<Object> key =
          Arrays.stream(keys).map(part -> row.value(part.field, part.column)).toList();
      throw new CdcException(
          ErrorCode.UNWRITABLE_VALUE,
          "what was written to %s of %s is %s, where %s is %s; write it anew there, then run: delete from %s where action_id = %d, and start again"
              .formatted(
                  place.column,
                  table,
                  e.getMessage(),
                  table.key(),
                  table.key().text(key),
                  table.names().capture(),
                  row.int64(actionId.field)),
          e);
    }
  }
}
