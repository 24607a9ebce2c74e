package io.employeecdc.consumer.deadletter;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record that goes to the dead-letter topic.
 *
 * @param original the record as it was read
 * @param tries how often it was tried
 */
public record DeadLetter(ConsumerRecord<byte[], byte[]> original, Cause cause, int tries) {}
