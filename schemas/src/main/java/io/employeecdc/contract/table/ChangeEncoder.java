package io.employeecdc.contract.table;

import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.type.AvroBuffer;
import io.employeecdc.contract.type.ColumnType;
import io.employeecdc.contract.type.ValueWriter;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/**
 * Writes a change as key and value of its record, byte for byte what Confluent's serializer would
 * write: the rules that all who capture have in common, wherever they find the change.
 */
public final class ChangeEncoder {
  /** The action that has no row, and whose record a tombstone follows. */
  public static final char DELETE = 'D';

  private static final String ACTION_ID = "action_id";
  private static final String ACTION = "action";
  private static final List<String> ACTIONS = List.of("SNAPSHOT", "INSERT", "UPDATE", "DELETE");

  /** The envelope's fields that a capturer may know. */
  private static final List<String> KNOWN = List.of("captured_at", "transaction_id");

  /** Finds the values of the change that is at hand; each question is asked once and kept. */
  public interface Fields {
    /** What writes a field of the envelope. */
    Consumer<AvroBuffer> envelope(Column field);

    /** What writes a column of the row. */
    Consumer<AvroBuffer> column(Column column);

    /** What writes a column of the key. */
    Consumer<AvroBuffer> key(Column column);

    /** What tells the value of a column of the key, as {@link ColumnType} has it. */
    Supplier<Object> keyValue(Column column);
  }

  private final CapturedTable table;
  private final byte[] header;
  private final Consumer<AvroBuffer> actionId;
  private final List<Consumer<AvroBuffer>> keys;
  private final List<Supplier<Object>> keyValues;
  private final List<Consumer<AvroBuffer>> columns;
  private final List<Consumer<AvroBuffer>> rest;
  private final int rowBranch;

  /** The enum's symbol for each action, by the first letter of its name. */
  private final int[] symbols = new int[128];

  private final AvroBuffer out = new AvroBuffer();
  private boolean deleted;

  /**
   * An encoder for any released version.
   *
   * @param table as the released schema has it that the id stands for
   * @param schemaId the schema's id in the registry
   */
  public ChangeEncoder(CapturedTable table, int schemaId, Fields fields) {
    this.table = table;
    this.header = WireFormat.header(schemaId);
    this.actionId = fields.envelope(table.envelope(ACTION_ID));
    List<Column> key = table.key().columns();
    this.keys = key.stream().map(fields::key).toList();
    this.keyValues = key.stream().map(fields::keyValue).toList();
    this.columns = table.columns().stream().map(fields::column).toList();
    this.rowBranch = table.row().schema().getTypes().indexOf(table.rowSchema());
    Schema schema = table.contract();
    Schema actions = schema.getField(ACTION).schema();
    for (String symbol : ACTIONS) {
      symbols[symbol.charAt(0)] = actions.getEnumOrdinal(symbol);
    }
    this.rest =
        schema.getFields().stream()
            .skip(schema.getField(ACTION).pos() + 1L)
            .map(field -> after(field, fields))
            .toList();
  }

  private Consumer<AvroBuffer> after(Schema.Field field, Fields fields) {
    if (field.equals(table.row())) {
      return this::row;
    }
    if (KNOWN.contains(field.name())) {
      return fields.envelope(table.envelope(field.name()));
    }
    // What its writer knows nothing of reads as it does in records that are older than it.
    AvroBuffer written = new AvroBuffer();
    ValueWriter.of(field.schema()).write(GenericData.get().getDefaultValue(field), written);
    byte[] value = written.copy();
    return buffer -> buffer.raw(value, 0, value.length);
  }

  private void row(AvroBuffer buffer) {
    buffer.number(deleted ? 1 - rowBranch : rowBranch);
    if (!deleted) {
      write(columns, buffer);
    }
  }

  private static void write(List<Consumer<AvroBuffer>> fields, AvroBuffer buffer) {
    for (Consumer<AvroBuffer> field : fields) {
      field.accept(buffer);
    }
  }

  /** The value of the change's record. */
  public byte[] value(char action) {
    out.restart(header);
    actionId.accept(out);
    write(keys, out);
    out.number(symbols[action]);
    deleted = action == DELETE;
    write(rest, out);
    return out.copy();
  }

  /** The key of the change's record, and of its tombstone. */
  public byte[] key() {
    return table.key().bytes(keyOfChange());
  }

  /** The key's values as text, for messages. */
  public String keyText() {
    return table.key().text(keyOfChange());
  }

  private List<Object> keyOfChange() {
    Object[] values = new Object[keyValues.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = keyValues.get(i).get();
    }
    return Arrays.asList(values);
  }

  /**
   * The time of the change's record and of its tombstone, in milliseconds since 1970.
   *
   * @param capturedAt in microseconds since 1970
   */
  public static long timestamp(long capturedAt) {
    return Math.floorDiv(capturedAt, 1000);
  }
}
