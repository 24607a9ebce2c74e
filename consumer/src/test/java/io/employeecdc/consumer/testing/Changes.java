package io.employeecdc.consumer.testing;

import io.employeecdc.consumer.apply.Change;
import io.employeecdc.contract.SampleEmployee;
import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.contract.table.RowVersions;
import io.employeecdc.schema.Employee;
import java.time.LocalDate;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;

/** Changes for tests. */
public final class Changes {
  public static final long CAPTURED_AT = 1_700_000_000_123_456L;

  public static final RowVersions VERSIONS = Contract.standard().versions();

  private static final CapturedTable TABLE = VERSIONS.table();

  private Changes() {}

  /** A row whose city tells which version it is. */
  public static Change written(long actionId, int employeeId, String city) {
    return change(actionId, employeeId, row(city));
  }

  public static Change deleted(long actionId, int employeeId) {
    return change(actionId, employeeId, null);
  }

  /** A change whose writer knew all columns. */
  public static Change change(long actionId, int employeeId, Employee row) {
    return new Change(
        actionId, KeyValue.of(employeeId), generic(row), VERSIONS.own(), CAPTURED_AT, 0);
  }

  public static Employee row(String city) {
    return SampleEmployee.of("Ada", "Lovelace", LocalDate.of(1815, 12, 10), city, 100);
  }

  /** A row as the decoder gives it; null for null. */
  public static IndexedRecord generic(Employee row) {
    if (row == null) {
      return null;
    }
    GenericData.Record generic = new GenericData.Record(TABLE.rowSchema());
    for (Schema.Field field : row.getSchema().getFields()) {
      Object value = row.get(field.name());
      generic.put(
          field.name(), value instanceof LocalDate day ? (Object) (int) day.toEpochDay() : value);
    }
    return generic;
  }
}
