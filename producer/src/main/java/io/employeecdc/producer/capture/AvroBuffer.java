package io.employeecdc.producer.capture;

import java.util.Arrays;

/** A growing buffer with Avro's binary primitives (Avro specification, "Binary Encoding"). */
final class AvroBuffer {
  private static final int MAX_VARINT = 10;

  private byte[] buffer = new byte[512];
  private int length;

  /** Empties the buffer and begins with these bytes. */
  void restart(byte[] prefix) {
    System.arraycopy(prefix, 0, buffer, 0, prefix.length);
    length = prefix.length;
  }

  /**
   * A zigzag varint: Avro's int and long, and the index of a union's branch or an enum's symbol.
   */
  void number(long value) {
    reserve(MAX_VARINT);
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7FL) != 0) {
      buffer[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[length++] = (byte) rest;
  }

  /** A string or bytes: length and content. */
  void bytes(byte[] source, int from, int count) {
    number(count);
    reserve(count);
    System.arraycopy(source, from, buffer, length, count);
    length += count;
  }

  byte[] copy() {
    return Arrays.copyOf(buffer, length);
  }

  private void reserve(int more) {
    if (buffer.length - length < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
    }
  }
}
