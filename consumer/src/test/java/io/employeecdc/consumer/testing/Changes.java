package io.employeecdc.consumer.testing;

import io.employeecdc.consumer.apply.Change;
import io.employeecdc.schema.Employee;
import java.time.LocalDate;

/** Changes for tests. */
public final class Changes {
  public static final long CAPTURED_AT = 1_700_000_000_123_456L;

  private Changes() {}

  /** A row whose city tells which version it is. */
  public static Change written(long actionId, int employeeId, String city) {
    return new Change(actionId, employeeId, row(city), CAPTURED_AT, 0);
  }

  public static Change deleted(long actionId, int employeeId) {
    return new Change(actionId, employeeId, null, CAPTURED_AT, 0);
  }

  public static Employee row(String city) {
    return new Employee("Ada", "Lovelace", LocalDate.of(1815, 12, 10), city, 100);
  }
}
