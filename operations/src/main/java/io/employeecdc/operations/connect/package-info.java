/** What is looked at before Debezium captures from the log: the source and the connector's file. */
package io.employeecdc.operations.connect;
