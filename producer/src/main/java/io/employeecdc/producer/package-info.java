/**
 * The producer service: its options, its start and its loop. What it does is in {@code capture} and
 * {@code publish}; nothing here knows SQL or Kafka's protocol.
 */
package io.employeecdc.producer;
