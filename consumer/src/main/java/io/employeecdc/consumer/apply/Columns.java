package io.employeecdc.consumer.apply;

import io.employeecdc.schema.Employee;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Changes as columns, the shape in which the driver sends arrays in binary. */
final class Columns {
  private final List<Change> batch;
  private final Newest newest;

  Columns(List<Change> batch, Newest newest) {
    this.batch = batch;
    this.newest = newest;
  }

  /** Employees of all changes of the batch. */
  int[] employeeIds() {
    int[] ids = new int[batch.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = batch.get(i).employeeId();
    }
    return ids;
  }

  /** Ids of all changes of the batch. */
  long[] actionIds() {
    long[] ids = new long[batch.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = batch.get(i).actionId();
    }
    return ids;
  }

  /** Ids of the candidates. */
  long[] newestActionIds() {
    long[] ids = new long[newest.count()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = batch.get(newest.index(i)).actionId();
    }
    return ids;
  }

  /** Employees of the candidates. */
  int[] newestEmployeeIds() {
    int[] ids = new int[newest.count()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = batch.get(newest.index(i)).employeeId();
    }
    return ids;
  }

  /** Employees of the candidates that won, in ascending order. */
  int[] winners(BitSet losers) {
    return IntStream.range(0, newest.count())
        .filter(candidate -> !losers.get(candidate))
        .map(candidate -> batch.get(newest.index(candidate)).employeeId())
        .toArray();
  }

  /** Employees of the candidates that won and were deleted, in ascending order. */
  int[] deleted(BitSet losers) {
    int[] ids = new int[newest.count()];
    int count = 0;
    for (int i = 0; i < ids.length; i++) {
      Change change = batch.get(newest.index(i));
      if (change.row() == null && !losers.get(i)) {
        ids[count++] = change.employeeId();
      }
    }
    return java.util.Arrays.copyOf(ids, count);
  }

  /** The rows of the candidates that won, in ascending order of their key. */
  Rows rows(BitSet losers, int count) {
    Rows rows = new Rows(count);
    int at = 0;
    for (int i = 0; i < newest.count(); i++) {
      Change change = batch.get(newest.index(i));
      if (change.row() != null && !losers.get(i)) {
        rows.set(at++, change.employeeId(), change.row());
      }
    }
    return rows;
  }

  /** Rows of the table, column by column. */
  static final class Rows {
    final int[] employeeIds;
    final String[] firstNames;
    final String[] lastNames;
    final Integer[] birthDays;
    final String[] cities;
    final Integer[] salaries;

    /** The rows that these changes write, in their order. */
    static Rows of(List<Change> writes) {
      Rows rows = new Rows(writes.size());
      for (int i = 0; i < writes.size(); i++) {
        rows.set(i, writes.get(i).employeeId(), writes.get(i).row());
      }
      return rows;
    }

    Rows(int count) {
      employeeIds = new int[count];
      firstNames = new String[count];
      lastNames = new String[count];
      birthDays = new Integer[count];
      cities = new String[count];
      salaries = new Integer[count];
    }

    void set(int at, int employeeId, Employee row) {
      employeeIds[at] = employeeId;
      firstNames[at] = row.getFirstName();
      lastNames[at] = row.getLastName();
      birthDays[at] = row.getDob() == null ? null : (int) row.getDob().toEpochDay();
      cities[at] = row.getCity();
      salaries[at] = row.getSalary();
    }
  }
}
