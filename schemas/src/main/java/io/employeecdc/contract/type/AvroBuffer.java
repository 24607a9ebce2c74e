package io.employeecdc.contract.type;

import java.io.OutputStream;
import java.util.Arrays;

/** A growing buffer with Avro's binary primitives (Avro specification, "Binary Encoding"). */
public final class AvroBuffer {
  private static final int MAX_VARINT = 10;

  private byte[] buffer = new byte[512];
  private int length;

  /** Empties the buffer and begins with these bytes. */
  public void restart(byte[] prefix) {
    length = 0;
    raw(prefix, 0, prefix.length);
  }

  /**
   * A zigzag varint: Avro's int and long, and the index of a union's branch or an enum's symbol.
   */
  public void number(long value) {
    reserve(MAX_VARINT);
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7FL) != 0) {
      buffer[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[length++] = (byte) rest;
  }

  /** A string or bytes: length and content. */
  public void bytes(byte[] source, int from, int count) {
    number(count);
    raw(source, from, count);
  }

  /** Bytes as they are: encoded before, or of a fixed length. */
  public void raw(byte[] source, int from, int count) {
    reserve(count);
    System.arraycopy(source, from, buffer, length, count);
    length += count;
  }

  /** The last bytes of a number in the order of Avro's float and double. */
  void littleEndian(long bits, int count) {
    reserve(count);
    for (int i = 0; i < count; i++) {
      buffer[length++] = (byte) (bits >>> (8 * i));
    }
  }

  /** What is written to it is appended as it is. */
  OutputStream asStream() {
    return new OutputStream() {
      @Override
      public void write(int one) {
        raw(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] source, int from, int count) {
        raw(source, from, count);
      }
    };
  }

  public byte[] copy() {
    return Arrays.copyOf(buffer, length);
  }

  private void reserve(int more) {
    if (buffer.length - length < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
    }
  }
}
