/**
 * Brings changes into the target: once each, never older over newer, one database transaction per
 * batch. Knows JDBC and nothing of Kafka, metrics, HTTP or command lines, so that a replay of dead
 * letters takes the same step.
 */
package io.employeecdc.consumer.apply;
