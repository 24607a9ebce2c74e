package io.employeecdc.connect;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.ChangeEncoder;
import io.employeecdc.contract.table.Column;
import io.employeecdc.contract.type.AvroBuffer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Key and value of an event's record.
 *
 * <p>{@code action_id} is the change's own place in the log, which PostgreSQL counts in bytes. Who
 * changes a row holds its lock until he has committed, so a row's changes follow each other in the
 * log: the id grows for each row, and is the same whenever the event is sent again. Changes of
 * different rows may share one, as those of a COPY do.
 *
 * <p>A row of a snapshot has no place, and there is none that could be said to be its own: what was
 * open while it was read may have changed it at an earlier place, and would then seem older. So it
 * lies below every change from the log and above all that was published before ({@code
 * action.id.after}): it fills in what is missing and turns nothing back.
 */
final class ChangeRecord implements ChangeEncoder.Fields {
  private final CapturedTable table;
  private final ColumnValue values;
  private final long after;
  private final ChangeEncoder encoder;

  /** At hand, together with its key; null for a tombstone. */
  private ChangeEvent event;

  private Struct key;

  ChangeRecord(Settings settings, int schemaId) {
    this.table = CapturedTable.of(settings.version().schema());
    this.values = new ColumnValue(table, settings.placeholder());
    this.after = settings.actionIdAfter();
    this.encoder = new ChangeEncoder(table, schemaId, this);
  }

  /** Whether the events of this table, named without its schema, are the contract's. */
  boolean isOf(String name) {
    return table.names().table().equals(name);
  }

  byte[] value(ChangeEvent change) {
    event = change;
    begin(change.key());
    return encoder.value(change.action());
  }

  byte[] key(Struct columns) {
    begin(columns);
    return encoder.key();
  }

  private void begin(Struct columns) {
    List<String> wanted = table.key().columns().stream().map(Column::name).sorted().toList();
    if (columns == null
        || !columns.schema().fields().stream().map(Field::name).sorted().toList().equals(wanted)) {
      throw new ConnectException(
          "the events of %s do not have the key %s; make that the table's primary key, or name it in message.key.columns"
              .formatted(table, table.key()));
    }
    key = columns;
  }

  @Override
  public Consumer<AvroBuffer> envelope(Column field) {
    Supplier<Object> value =
        switch (field.name()) {
          case "action_id" -> this::actionId;
          case "captured_at" -> () -> event.capturedAt();
          default -> () -> event.transaction();
        };
    return out -> field.encode(value.get(), out);
  }

  private Long actionId() {
    if (event.action() == ChangeEvent.SNAPSHOT) {
      return after + 1;
    }
    if (event.place() == null) {
      throw new ConnectException(
          "an event of %s does not say its place in the log (source.lsn)".formatted(table));
    }
    return Math.addExact(after, event.place());
  }

  @Override
  public Consumer<AvroBuffer> column(Column column) {
    return out -> values.write(column, event.row(), event, out);
  }

  @Override
  public Consumer<AvroBuffer> key(Column column) {
    return out -> values.write(column, key, event, out);
  }

  @Override
  public Supplier<Object> keyValue(Column column) {
    return () -> values.read(column, key, event);
  }
}
