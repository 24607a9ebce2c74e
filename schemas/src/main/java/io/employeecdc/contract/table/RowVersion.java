package io.employeecdc.contract.table;

import java.util.List;

/**
 * What is written of a row.
 *
 * @param number of the oldest released version that has just these columns; 0 if none has
 * @param columns beside the key, those that the record's writer knew and we know
 */
public record RowVersion(int number, List<Column> columns) {
  public RowVersion {
    columns = List.copyOf(columns);
  }

  /** Asked for each change of a batch, and nearly always of itself. */
  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof RowVersion version
            && number == version.number
            && columns.equals(version.columns));
  }

  @Override
  public int hashCode() {
    return columns.hashCode();
  }

  /** Whether this has all columns of the other one. */
  public boolean covers(RowVersion other) {
    return equals(other) || columns.containsAll(other.columns);
  }
}
