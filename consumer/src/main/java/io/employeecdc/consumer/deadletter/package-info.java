/**
 * The topic of records that could not be applied: what is written there, with which headers, and in
 * one Kafka transaction with the offsets of their batch.
 */
package io.employeecdc.consumer.deadletter;
