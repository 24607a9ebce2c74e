/**
 * {@code cdc status}: asks the services and Kafka how things are, twice, and says it on one screen.
 * It only looks. What answers badly or not at all is a finding here, never an error.
 */
package io.employeecdc.operations.status;
