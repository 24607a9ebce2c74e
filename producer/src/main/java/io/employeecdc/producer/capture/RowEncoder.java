package io.employeecdc.producer.capture;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.ChangeEncoder;
import io.employeecdc.contract.table.Column;
import io.employeecdc.contract.type.AvroBuffer;
import io.employeecdc.contract.type.UnwritableValueException;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.avro.Schema;

/** Turns rows of binary COPY into records of the topic, without an object per field. */
final class RowEncoder implements ChangeEncoder.Fields {
  /** From 1970 to 2000, from where PostgreSQL counts. */
  private static final long EPOCH_MICROS = 946_684_800_000_000L;

  private static final String CAPTURED_AT = "captured_at";
  private static final String TXID = "txid";
  private static final String ACTION = "action";
  private static final String ACTION_ID = "action_id";

  /** What it reads of a row beside the table's columns. */
  static final List<String> ENVELOPE = List.of(ACTION_ID, ACTION, CAPTURED_AT, TXID);

  private final CapturedTable table;
  private final int schemaId;
  private final List<String> fields;
  private final CopyRow row;
  private final int actionId;
  private final int action;
  private final int capturedAt;
  private final ChangeEncoder encoder;

  /**
   * An encoder for any released version.
   *
   * @param schema the released schema that the id stands for
   * @param schemaId the schema's id in the registry
   * @param row where it finds what is to be encoded
   * @param fields the names of the row's fields, as they stand in statements
   */
  RowEncoder(Schema schema, int schemaId, CopyRow row, List<String> fields) {
    this.schemaId = schemaId;
    this.row = row;
    this.fields = fields;
    this.actionId = fields.indexOf(ACTION_ID);
    this.action = fields.indexOf(ACTION);
    this.capturedAt = fields.indexOf(CAPTURED_AT);
    this.table = CapturedTable.of(schema);
    this.encoder = new ChangeEncoder(table, schemaId, this);
  }

  @Override
  public Consumer<AvroBuffer> envelope(Column field) {
    int place = fields.indexOf(field.name().equals("transaction_id") ? TXID : field.name());
    return out -> row.encode(place, field, out);
  }

  @Override
  public Consumer<AvroBuffer> column(Column column) {
    int place = fields.indexOf(column.sql());
    return out -> {
      try {
        row.encode(place, column, out);
      } catch (UnwritableValueException e) {
        throw unwritable(column, e);
      }
    };
  }

  @Override
  public Consumer<AvroBuffer> key(Column column) {
    return column(column);
  }

  @Override
  public Supplier<Object> keyValue(Column column) {
    int place = fields.indexOf(column.sql());
    return () -> row.value(place, column);
  }

  int schemaId() {
    return schemaId;
  }

  /** Adds the records of the row to the batch. */
  void encode(ChangeBatch batch) {
    char letter = (char) row.firstByte(action);
    byte[] value = encoder.value(letter);
    byte[] key = encoder.key();
    long millis = ChangeEncoder.timestamp(row.int64(capturedAt) + EPOCH_MICROS);
    batch.addChange(row.int64(actionId), key, value, millis);
    if (letter == ChangeEncoder.DELETE) {
      batch.addTombstone(key, millis);
    }
  }

  private CdcException unwritable(Column column, UnwritableValueException e) {
    return new CdcException(
        ErrorCode.UNWRITABLE_VALUE,
        "what was written to %s of %s is %s, where %s is %s; write it anew there, then run: delete from %s where action_id = %d, and start again"
            .formatted(
                column,
                table,
                e.getMessage(),
                table.key(),
                encoder.keyText(),
                table.names().capture(),
                row.int64(actionId)),
        e);
  }
}
