package io.employeecdc.contract.type;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Bytes as they are. */
public final class BytesType extends ColumnType {
  private static final String PREFIX = "\\x";

  BytesType() {
    super("bytea", "bytea", byte[].class);
  }

  @Override
  public boolean canSay(PostgresType found, PostgresType declared) {
    return found.is("bytea");
  }

  @Override
  public void encode(ByteBuffer row, int at, int length, AvroBuffer out) {
    out.bytes(row.array(), row.arrayOffset() + at, length);
  }

  @Override
  public Object sent(Object value) {
    return content(value);
  }

  /** With a letter before it, as no bytes are not null. */
  @Override
  public String digest(String column) {
    return "'x' || encode(%s, 'hex')".formatted(column);
  }

  @Override
  public String text(Object value) {
    return PREFIX + HexFormat.of().formatHex(content(value));
  }

  @Override
  public Object parse(String text) {
    try {
      if (text.startsWith(PREFIX)) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(text.substring(PREFIX.length())));
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("bytes such as \\x00ff", e);
    }
    throw new IllegalArgumentException("bytes such as \\x00ff");
  }

  static byte[] content(Object value) {
    ByteBuffer buffer = ((ByteBuffer) value).duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
