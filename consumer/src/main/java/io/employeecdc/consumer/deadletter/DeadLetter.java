package io.employeecdc.consumer.deadletter;

import io.employeecdc.consumer.failure.Cause;
import io.employeecdc.runtime.kafka.LeftOut;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A record that goes to the dead-letter topic.
 *
 * @param original the record as it was read, from its own topic
 * @param tries how often it was tried
 * @param replays how many replays it failed in; 0 if a consumer gave it up
 */
public record DeadLetter(
    ConsumerRecord<byte[], byte[]> original, Cause cause, int tries, int replays) {
  private static final int LONGEST_KEY = 1000;

  /** One that a consumer gave up. */
  public DeadLetter(ConsumerRecord<byte[], byte[]> original, Cause cause, int tries) {
    this(original, cause, tries, 0);
  }

  /** Whether the letter only tells how long the value is. */
  boolean valueIsLeftOut() {
    return LeftOut.isPlaceholder(original.value());
  }

  /** How much of it the record's sender decides. */
  int bytes() {
    int bytes = length(original.key()) + length(original.value());
    for (Header header : original.headers()) {
      bytes += header.key().length() + length(header.value());
    }
    return bytes;
  }

  /** Whether {@link #reduced} would leave out nothing more. */
  boolean isReduced() {
    return valueIsLeftOut()
        && length(original.key()) <= LONGEST_KEY
        && original.headers().toArray().length == LeftOut.HEADERS;
  }

  /** The same without what a topic may not take: the value, the headers, a long key. */
  DeadLetter reduced() {
    if (isReduced()) {
      return this;
    }
    Headers headers = new RecordHeaders();
    leftOut().addTo(headers);
    ConsumerRecord<byte[], byte[]> rest =
        new ConsumerRecord<>(
            original.topic(),
            original.partition(),
            original.offset(),
            original.timestamp(),
            original.timestampType(),
            original.serializedKeySize(),
            original.serializedValueSize(),
            length(original.key()) > LONGEST_KEY ? LeftOut.placeholder() : original.key(),
            LeftOut.placeholder(),
            headers,
            Optional.empty());
    return new DeadLetter(rest, cause, tries, replays);
  }

  private LeftOut leftOut() {
    return valueIsLeftOut()
        ? LeftOut.told(original.headers()).orElseThrow()
        : LeftOut.of(ByteBuffer.wrap(original.value() == null ? new byte[0] : original.value()));
  }

  private static int length(byte[] part) {
    return part == null ? 0 : part.length;
  }
}
