/**
 * Brings changes into the target: once each, never older over newer, one database transaction per
 * batch, which also parks what must wait for another row and says how far the topic is applied.
 * Knows JDBC and nothing of Kafka, the registry, metrics, HTTP or command lines.
 */
package io.employeecdc.consumer.apply;
