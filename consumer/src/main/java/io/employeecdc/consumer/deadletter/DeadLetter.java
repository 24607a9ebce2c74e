package io.employeecdc.consumer.deadletter;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record that goes to the dead-letter topic.
 *
 * @param original the record as it was read, from its own topic
 * @param tries how often it was tried
 * @param replays how many replays it failed in; 0 if a consumer gave it up
 */
public record DeadLetter(
    ConsumerRecord<byte[], byte[]> original, Cause cause, int tries, int replays) {

  /** One that a consumer gave up. */
  public DeadLetter(ConsumerRecord<byte[], byte[]> original, Cause cause, int tries) {
    this(original, cause, tries, 0);
  }
}
