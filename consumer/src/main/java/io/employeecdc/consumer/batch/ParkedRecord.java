package io.employeecdc.consumer.batch;

import io.employeecdc.consumer.apply.Origin;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A record as it lies with its change in the target while that is parked, and back. */
public final class ParkedRecord {
  private static final int NULL = -1;

  private ParkedRecord() {}

  static Origin of(ConsumerRecord<byte[], byte[]> record) {
    return new Origin(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        Optional.ofNullable(record.key()).map(ByteBuffer::wrap),
        Optional.ofNullable(record.value()).map(ByteBuffer::wrap),
        headers(record.headers()));
  }

  /** The record as it was read. */
  public static ConsumerRecord<byte[], byte[]> of(Origin origin) {
    byte[] key = origin.key().map(ByteBuffer::array).orElse(null);
    byte[] value = origin.value().map(ByteBuffer::array).orElse(null);
    return new ConsumerRecord<>(
        origin.topic(),
        origin.partition(),
        origin.offset(),
        origin.timestamp(),
        TimestampType.CREATE_TIME,
        length(key),
        length(value),
        key,
        value,
        headers(origin.headers().duplicate()),
        Optional.empty());
  }

  /** Each header as its name and its value, both with their lengths before them. */
  private static ByteBuffer headers(Headers headers) {
    int size = 0;
    for (Header header : headers) {
      size += 2 * Integer.BYTES + name(header).length + Math.max(0, length(header.value()));
    }
    ByteBuffer bytes = ByteBuffer.allocate(size);
    for (Header header : headers) {
      bytes.putInt(name(header).length).put(name(header));
      bytes.putInt(length(header.value()));
      if (header.value() != null) {
        bytes.put(header.value());
      }
    }
    return bytes.flip();
  }

  private static Headers headers(ByteBuffer bytes) {
    Headers headers = new RecordHeaders();
    while (bytes.hasRemaining()) {
      String name = new String(part(bytes, bytes.getInt()), StandardCharsets.UTF_8);
      int length = bytes.getInt();
      headers.add(name, length == NULL ? null : part(bytes, length));
    }
    return headers;
  }

  private static byte[] part(ByteBuffer bytes, int length) {
    byte[] part = new byte[length];
    bytes.get(part);
    return part;
  }

  private static byte[] name(Header header) {
    return header.key().getBytes(StandardCharsets.UTF_8);
  }

  private static int length(byte[] part) {
    return part == null ? NULL : part.length;
  }
}
