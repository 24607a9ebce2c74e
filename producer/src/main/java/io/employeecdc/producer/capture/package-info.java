/**
 * Reads which rows changed: the position as the difference of two snapshots, and rows as Avro bytes
 * straight from PostgreSQL's binary COPY. Knows PostgreSQL and the schema, but not Kafka.
 */
package io.employeecdc.producer.capture;
