package io.employeecdc.producer.capture;

import io.employeecdc.contract.table.AvroBuffer;
import java.nio.ByteBuffer;

/**
 * Walks the fields of one row in PostgreSQL's binary COPY format: a 16-bit field count, then per
 * field a 32-bit length (-1 for null) and that many bytes, big-endian.
 */
final class CopyRow {
  /** Signature (11 bytes), flags (4) and length of the extension (4), before the first row. */
  private static final int FILE_HEADER = 19;

  private static final int NULL = -1;

  private ByteBuffer row = ByteBuffer.allocate(0);
  private int next;

  /** Begins with a row. False if the bytes are the end of the data. */
  boolean begin(byte[] bytes, boolean first) {
    row = ByteBuffer.wrap(bytes);
    next = first ? FILE_HEADER : 0;
    int fields = row.getShort(next);
    next += Short.BYTES;
    return fields >= 0;
  }

  /** Moves to the next field; its length in bytes, or -1 for null. */
  private int field() {
    int length = row.getInt(next);
    next += Integer.BYTES;
    return length;
  }

  /** Whether the next field is null; if so it is passed. */
  boolean passNull() {
    if (row.getInt(next) != NULL) {
      return false;
    }
    next += Integer.BYTES;
    return true;
  }

  int int32() {
    int length = field();
    int value = row.getInt(next);
    next += length;
    return value;
  }

  long int64() {
    int length = field();
    long value = row.getLong(next);
    next += length;
    return value;
  }

  /** Appends the UTF-8 text of the next field as an Avro string. */
  void text(AvroBuffer out) {
    int length = field();
    out.bytes(row.array(), next, length);
    next += length;
  }

  /** The first byte of the next field's text, which passes it. */
  byte firstByte() {
    int length = field();
    byte value = row.get(next);
    next += length;
    return value;
  }
}
