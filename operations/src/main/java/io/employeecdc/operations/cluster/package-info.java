/** Asks Kafka, in one place, where topics and groups stand. Only looks. */
package io.employeecdc.operations.cluster;
