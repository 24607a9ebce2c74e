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

/** Key and value of an event's record. */
final class ChangeRecord implements ChangeEncoder.Fields {
  private final CapturedTable table;
  private final ColumnValue values;
  private final ActionIds ids;
  private final ChangeEncoder encoder;

  /** At hand, together with its key; null for a tombstone. */
  private ChangeEvent event;

  private Struct key;
  private long actionId;

  /** That the table is in; null until its first event. */
  private String schema;

  ChangeRecord(TransformationSettings settings, int schemaId) {
    this.table = CapturedTable.of(settings.version().schema());
    this.values = new ColumnValue(table, settings.placeholder());
    this.ids = new ActionIds(settings.actionIdAfter());
    this.encoder = new ChangeEncoder(table, schemaId, this);
  }

  /**
   * Refuses the events of another table, also of one that has the same name in another schema.
   *
   * @param contract whose table it should be
   */
  void requireOf(ChangeEvent change, String contract) {
    if (!table.names().table().equals(change.table())) {
      throw new ConnectException(
          "%s is captured, which is not the table of the contract %s; take it out of table.include.list, or name it in other.tables if nobody wants its changes"
              .formatted(change.table(), contract));
    }
    if (schema == null) {
      Restart.requireKnown(change.debezium());
    } else if (!schema.equals(change.schema())) {
      throw new ConnectException(
          "%s is captured in the schema %s and in %s, which one contract cannot hold; leave one in table.include.list"
              .formatted(change.table(), schema, change.schema()));
    }
    schema = change.schema();
  }

  /**
   * The value of the change whose key was asked for last.
   *
   * @param itsKey what {@link #key} gave
   */
  byte[] value(byte[] itsKey) {
    actionId = actionId(itsKey);
    return encoder.value(event.action());
  }

  /**
   * The key of a record.
   *
   * @param change null for a tombstone
   */
  byte[] key(Struct columns, ChangeEvent change) {
    event = change;
    List<String> wanted = table.key().columns().stream().map(Column::name).sorted().toList();
    if (columns == null
        || !columns.schema().fields().stream().map(Field::name).sorted().toList().equals(wanted)) {
      throw new ConnectException(
          "the events of %s do not have the key %s; make that the table's primary key, or name it in message.key.columns"
              .formatted(table, table.key()));
    }
    key = columns;
    return encoder.key();
  }

  @Override
  public Consumer<AvroBuffer> envelope(Column field) {
    Supplier<Object> value =
        switch (field.name()) {
          case "action_id" -> () -> actionId;
          case "captured_at" -> () -> event.capturedAt();
          default -> () -> event.transaction();
        };
    return out -> field.encode(value.get(), out);
  }

  private long actionId(byte[] itsKey) {
    if (event.action() == ChangeEvent.SNAPSHOT) {
      return ids.ofSnapshot();
    }
    if (event.place() == null) {
      throw new ConnectException(
          "an event of %s does not say its place in the log (source.lsn)".formatted(table));
    }
    return ids.next(itsKey, event.place(), event.commitBefore());
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
