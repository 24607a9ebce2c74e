package io.employeecdc.consumer.apply;

import io.employeecdc.schema.Employee;

/**
 * One decoded change of one employee.
 *
 * @param actionId identifies the change; grows with every change of one employee
 * @param row the whole row after the change; null if the employee was deleted
 * @param capturedAtMicros when the change was made in the source, microseconds since 1970 in UTC
 * @param source the caller's own index of where the change came from; not interpreted here
 */
public record Change(
    long actionId, int employeeId, Employee row, long capturedAtMicros, int source) {}
