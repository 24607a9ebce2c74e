/**
 * Capture from the log: what Debezium's PostgreSQL connector says of a change becomes a record of
 * the contract, as the producer would have written it. Nothing here reads a database or writes a
 * topic; Kafka Connect does.
 */
package io.employeecdc.connect;
