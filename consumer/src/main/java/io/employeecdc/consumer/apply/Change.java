package io.employeecdc.consumer.apply;

import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.contract.table.RowVersion;
import org.apache.avro.generic.IndexedRecord;

/**
 * One decoded change of one row.
 *
 * @param actionId identifies the change; grows with every change of one row
 * @param row the row after the change, as the table's own contract has it; null if it was deleted
 * @param version the columns that its writer knew, all of them where the row was deleted
 * @param capturedAtMicros when the change was made in the source, microseconds since 1970 in UTC
 * @param source the caller's own index of where the change came from; not interpreted here
 */
public record Change(
    long actionId,
    KeyValue key,
    IndexedRecord row,
    RowVersion version,
    long capturedAtMicros,
    int source) {
  boolean deletes() {
    return row == null;
  }
}
