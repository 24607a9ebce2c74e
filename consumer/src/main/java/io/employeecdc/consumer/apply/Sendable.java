package io.employeecdc.consumer.apply;

import io.employeecdc.schema.Employee;

/** Whether the server takes a row's values at all, in whatever statement they stand. */
final class Sendable {
  /** The days that PostgreSQL can tell, since 1970; the extremes of an int are its infinities. */
  private static final long FIRST_DAY = -2_440_588;

  private static final long LAST_DAY = 2_145_042_905;

  private Sendable() {}

  static boolean is(Employee row) {
    return !holdsNul(row.getFirstName())
        && !holdsNul(row.getLastName())
        && !holdsNul(row.getCity())
        && (row.getDob() == null || isDate(row.getDob().toEpochDay()));
  }

  private static boolean holdsNul(String text) {
    return text != null && text.indexOf('\0') >= 0;
  }

  private static boolean isDate(long day) {
    return (day >= FIRST_DAY && day <= LAST_DAY)
        || day == Integer.MAX_VALUE
        || day == Integer.MIN_VALUE;
  }
}
