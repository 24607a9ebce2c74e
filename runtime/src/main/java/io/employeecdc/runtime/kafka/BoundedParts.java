package io.employeecdc.runtime.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Takes keys, values and headers out of what was fetched, as far as memory is meant for them.
 *
 * <p>Settings of a fetch bound its bytes as they are compressed, and a few hundred of those may be
 * many megabytes. So a part that is larger than any of ours is left out, and when a poll has taken
 * enough, the next part is refused: Kafka's consumer then returns what it has, and begins with that
 * part's record at the next poll.
 */
final class BoundedParts {
  /** A dead letter of such parts fits into the dead-letter topic, which takes 16 MiB. */
  static final int LARGEST_VALUE = 8 * 1024 * 1024;

  /** Of a key, and of all headers together with what each takes besides its bytes. */
  static final int LARGEST_REST = 1024 * 1024;

  /** After so many bytes a poll ends; the last record may exceed it. */
  static final int ENOUGH = 16 * 1024 * 1024;

  /** How many bytes of headers were left out. */
  private static final String HEADERS_LENGTH = "__cdc.errors.headers.length";

  /** What a part takes besides its bytes. */
  private static final int OVERHEAD = 50;

  /** What a header takes besides its bytes: itself, its name, its value, and a buffer for both. */
  private static final int HEADER_OVERHEAD = 200;

  private long taken;

  /** Those of the record that is being taken, or null. */
  private Headers current;

  void beginPoll() {
    taken = 0;
    current = null;
  }

  boolean room() {
    return taken < ENOUGH;
  }

  Deserializer<byte[]> keys() {
    return deserializer(this::key);
  }

  Deserializer<byte[]> values() {
    return deserializer(this::value);
  }

  private byte[] key(Headers headers, ByteBuffer key) {
    take(headers);
    return key.remaining() > LARGEST_REST ? LeftOut.placeholder() : copy(key);
  }

  private byte[] value(Headers headers, ByteBuffer value) {
    take(headers);
    if (value.remaining() > LARGEST_VALUE) {
      LeftOut.of(value).addTo(headers);
      return LeftOut.placeholder();
    }
    return copy(value);
  }

  /** With the first part that a record has; to refuse the second would refuse it for ever. */
  private void take(Headers headers) {
    if (headers == current) {
      return;
    }
    if (!room()) {
      throw new SerializationException("enough for one poll");
    }
    current = headers;
    taken += OVERHEAD + memory(headers);
  }

  private byte[] copy(ByteBuffer part) {
    taken += part.remaining();
    return Utils.toArray(part);
  }

  /**
   * The same without headers that are too large. Kafka's headers are not emptied in place: to take
   * one out looks through all, and a record may have a hundred thousand.
   */
  static ConsumerRecords<byte[], byte[]> bounded(ConsumerRecords<byte[], byte[]> records) {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> kept = new HashMap<>();
    boolean same = true;
    for (TopicPartition partition : records.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> some = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
        boolean fits = memory(record.headers()) <= LARGEST_REST;
        some.add(fits ? record : withoutHeaders(record));
        same &= fits;
      }
      kept.put(partition, some);
    }
    return same ? records : new ConsumerRecords<>(kept, records.nextOffsets());
  }

  private static ConsumerRecord<byte[], byte[]> withoutHeaders(ConsumerRecord<byte[], byte[]> of) {
    Headers headers = new RecordHeaders();
    String length = String.valueOf(length(of.headers(), 0));
    headers.add(HEADERS_LENGTH, length.getBytes(StandardCharsets.UTF_8));
    if (LeftOut.isPlaceholder(of.value())) {
      LeftOut.told(of.headers()).ifPresent(value -> value.addTo(headers));
    }
    return new ConsumerRecord<>(
        of.topic(),
        of.partition(),
        of.offset(),
        of.timestamp(),
        of.timestampType(),
        of.serializedKeySize(),
        of.serializedValueSize(),
        of.key(),
        of.value(),
        headers,
        of.leaderEpoch());
  }

  /** What the headers of a record take. */
  static long memory(Headers headers) {
    return length(headers, HEADER_OVERHEAD);
  }

  /** Until somebody looks at a header, it holds on to all that was decompressed for its record. */
  private static long length(Headers headers, int overhead) {
    long length = 0;
    for (Header header : headers) {
      length += overhead + header.key().length();
      length += header.value() == null ? 0 : header.value().length;
    }
    return length;
  }

  private interface Part {
    byte[] of(Headers headers, ByteBuffer bytes);
  }

  private static Deserializer<byte[]> deserializer(Part part) {
    return new Deserializer<>() {
      @Override
      public byte[] deserialize(String topic, byte[] data) {
        throw new UnsupportedOperationException("Kafka's consumer gives headers as well");
      }

      @Override
      public byte[] deserialize(String topic, Headers headers, ByteBuffer data) {
        return part.of(headers, data);
      }
    };
  }
}
