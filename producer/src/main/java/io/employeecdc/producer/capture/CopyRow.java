package io.employeecdc.producer.capture;

import io.employeecdc.contract.table.Column;
import io.employeecdc.contract.type.AvroBuffer;
import java.nio.ByteBuffer;

/**
 * The fields of one row in PostgreSQL's binary COPY format: a 16-bit field count, then per field a
 * 32-bit length (-1 for null) and that many bytes, big-endian.
 */
final class CopyRow {
  /** Signature (11 bytes), flags (4) and length of the extension (4), before the first row. */
  private static final int FILE_HEADER = 19;

  private final int[] starts;
  private ByteBuffer row = ByteBuffer.allocate(0);

  /** Of rows that have so many fields. */
  CopyRow(int fields) {
    starts = new int[fields];
  }

  /** Begins with a row. False if the bytes are the end of the data. */
  boolean begin(byte[] bytes, boolean first) {
    row = ByteBuffer.wrap(bytes);
    int next = first ? FILE_HEADER : 0;
    if (row.getShort(next) < 0) {
      return false;
    }
    next += Short.BYTES;
    for (int field = 0; field < starts.length; field++) {
      starts[field] = next + Integer.BYTES;
      next += Integer.BYTES + Math.max(0, row.getInt(next));
    }
    return true;
  }

  /** Of a field's four bytes. */
  int int32(int field) {
    return row.getInt(starts[field]);
  }

  /** Of a field's eight bytes. */
  long int64(int field) {
    return row.getLong(starts[field]);
  }

  /** The first byte of a field's text. */
  byte firstByte(int field) {
    return row.get(starts[field]);
  }

  /** A field as an Avro value. */
  Object value(int field, Column column) {
    return column.type().decode(row, starts[field], length(field));
  }

  /** Appends a field. */
  void encode(int field, Column column, AvroBuffer out) {
    int length = length(field);
    if (length < 0) {
      column.encodeNull(out);
    } else {
      column.encode(row, starts[field], length, out);
    }
  }

  /** In bytes; -1 for null. */
  private int length(int field) {
    return row.getInt(starts[field] - Integer.BYTES);
  }
}
