package io.employeecdc.contract.table;

import java.util.List;

/**
 * What a record's writer knew of the row.
 *
 * @param number of the oldest released version that has the same columns
 * @param columns beside the key, those that the writer knew and we know
 */
public record RowVersion(int number, List<Column> columns) {
  public RowVersion {
    columns = List.copyOf(columns);
  }

  /** Whether this has all columns of the other one. */
  public boolean covers(RowVersion other) {
    return equals(other) || columns.containsAll(other.columns);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowVersion version && number == version.number;
  }

  @Override
  public int hashCode() {
    return number;
  }
}
