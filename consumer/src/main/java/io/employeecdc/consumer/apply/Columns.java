package io.employeecdc.consumer.apply;

import io.employeecdc.schema.Employee;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

  /** Ids of the candidates but for those that are skipped. */
  long[] newestActionIds(BitSet skipped) {
    return newest(skipped).mapToLong(change -> change.actionId()).toArray();
  }

  /** Employees of the candidates but for those that are skipped; ascending. */
  int[] newestEmployeeIds(BitSet skipped) {
    return newest(skipped).mapToInt(change -> change.employeeId()).toArray();
  }

  private Stream<Change> newest(BitSet skipped) {
    return IntStream.range(0, newest.count())
        .filter(candidate -> !skipped.get(candidate))
        .mapToObj(candidate -> batch.get(newest.index(candidate)));
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
    return Arrays.copyOf(ids, count);
  }

  /** The rows of the candidates that won, in ascending order of their key. */
  Rows rows(BitSet losers) {
    return Rows.of(newest(losers).filter(change -> change.row() != null).toList());
  }

  /** Rows of the table, column by column. */
  static final class Rows {
    final int[] employeeIds;
    final String[] firstNames;
    final String[] lastNames;
    final Integer[] birthDays;
    final String[] cities;
    final Integer[] salaries;

    /** The rows that these changes write, in their order; all null where they delete one. */
    static Rows of(List<Change> changes) {
      Rows rows = new Rows(changes.size());
      for (int i = 0; i < changes.size(); i++) {
        rows.employeeIds[i] = changes.get(i).employeeId();
        if (changes.get(i).row() != null) {
          rows.set(i, changes.get(i).row());
        }
      }
      return rows;
    }

    private Rows(int count) {
      employeeIds = new int[count];
      firstNames = new String[count];
      lastNames = new String[count];
      birthDays = new Integer[count];
      cities = new String[count];
      salaries = new Integer[count];
    }

    private void set(int at, Employee row) {
      firstNames[at] = row.getFirstName();
      lastNames[at] = row.getLastName();
      birthDays[at] = row.getDob() == null ? null : (int) row.getDob().toEpochDay();
      cities[at] = row.getCity();
      salaries[at] = row.getSalary();
    }
  }
}
