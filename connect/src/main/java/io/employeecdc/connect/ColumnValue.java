package io.employeecdc.connect;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Column;
import io.employeecdc.contract.type.AvroBuffer;
import io.employeecdc.contract.type.UnwritableValueException;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;

/** Finds the values of columns in an event, and says which of them no record can have, and why. */
final class ColumnValue {
  private final CapturedTable table;
  private final Placeholder placeholder;

  /**
   * @param placeholder what stands for a value that the log does not hold
   */
  ColumnValue(CapturedTable table, Placeholder placeholder) {
    this.table = table;
    this.placeholder = placeholder;
  }

  void write(Column column, Struct row, ChangeEvent event, AvroBuffer out) {
    Object value = read(column, row, event);
    try {
      column.encode(value, out);
    } catch (UnwritableValueException e) {
      throw unfit(column, event, e.getMessage());
    }
  }

  /** As the contract's type has it; null for null. */
  Object read(Column column, Struct row, ChangeEvent event) {
    Field field = row.schema().field(column.name());
    if (field == null) {
      throw new ConnectException(
          "the events of %s lack the column %s, which the contract has; look at column.include.list and column.exclude.list, at the columns of the publication, and whether Debezium knows the column's type"
              .formatted(table, column));
    }
    Object value = row.get(field);
    if (value == null) {
      return null;
    }
    if (placeholder.standsFor(value)) {
      throw unfit(
          column,
          event,
          "not in the log, as it is stored apart and was not changed; run: alter table %s replica identity full. What was written before that has to be skipped: see 'A value that is not in the log' in docs/capture.md"
              .formatted(table.sql()));
    }
    PostgresText text = new PostgresText(column, field.schema());
    try {
      return text.parse(value);
    } catch (IllegalArgumentException e) {
      throw unfit(column, event, "not " + e.getMessage());
    }
  }

  /** Without a cause: Connect shows the causes' texts to everybody, and they hold the value. */
  private ConnectException unfit(Column column, ChangeEvent event, String what) {
    return new ConnectException(
        "what was written to %s of %s (%s) is %s"
            .formatted(column, table, event == null ? "a deleted key" : event.where(), what));
  }
}
