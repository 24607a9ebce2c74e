package io.employeecdc.contract;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.schema.Employee;
import java.time.LocalDate;

/** Rows for tests: what later versions of the contract add is null in them. */
public final class SampleEmployee {
  /** The table as the newest version has it, made by its owner. */
  public static final String TABLE =
      Contract.standard().sql().of("create table ${table} (${definition})");

  private SampleEmployee() {}

  /** Each value may be null. */
  public static Employee of(
      String firstName, String lastName, LocalDate dob, String city, Integer salary) {
    return Employee.newBuilder()
        .setFirstName(firstName)
        .setLastName(lastName)
        .setDob(dob)
        .setCity(city)
        .setSalary(salary)
        .build();
  }
}
