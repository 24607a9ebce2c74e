package io.employeecdc.producer.capture;

import io.employeecdc.contract.table.AvroBuffer;
import io.employeecdc.contract.table.Column;
import java.nio.ByteBuffer;

/**
 * Walks the fields of one row in PostgreSQL's binary COPY format: a 16-bit field count, then per
 * field a 32-bit length (-1 for null) and that many bytes, big-endian.
 */
final class CopyRow {
  /** Signature (11 bytes), flags (4) and length of the extension (4), before the first row. */
  private static final int FILE_HEADER = 19;

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

  /** Passes the next field. */
  void pass() {
    int length = field();
    next += Math.max(0, length);
  }

  /** The next field, which stays the next one: eight bytes. */
  long int64() {
    return row.getLong(next + Integer.BYTES);
  }

  /** The first byte of the next field's text, which passes it. */
  byte firstByte() {
    int length = field();
    byte value = row.get(next);
    next += length;
    return value;
  }

  /** The next field as an Avro value; it stays the next one. */
  Object value(Column column) {
    return column.type().decode(row, next + Integer.BYTES, row.getInt(next));
  }

  /** Appends the next field, which passes it. */
  void encode(Column column, AvroBuffer out) {
    int length = field();
    if (length < 0) {
      column.encodeNull(out);
    } else {
      column.encode(row, next, length, out);
      next += length;
    }
  }
}
