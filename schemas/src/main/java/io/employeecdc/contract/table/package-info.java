/**
 * What a contract says of its table: columns, types and key, derived from the Avro record. A type's
 * meaning everywhere (PostgreSQL, COPY, Avro, arrays, digests, CSV) stands in one class. Text and
 * bytes only: no connection is opened here.
 */
package io.employeecdc.contract.table;
