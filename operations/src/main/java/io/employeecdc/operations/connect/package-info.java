/**
 * What is looked at where Debezium captures from the log: the source and the connector's file
 * before it starts, the slot and the connector while it runs.
 */
package io.employeecdc.operations.connect;
