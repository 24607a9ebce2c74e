package io.employeecdc.contract.type;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A uuid, which Avro writes as its text. */
public final class UuidType extends TextType {
  UuidType() {
    super("uuid");
  }

  @Override
  public boolean canSay(PostgresType found, PostgresType declared) {
    return found.is("uuid");
  }

  @Override
  public boolean canBeHeld(PostgresType found, PostgresType declared) {
    return found.is("uuid");
  }

  @Override
  public boolean tellsKeysApart(PostgresType found) {
    return true;
  }

  @Override
  public String captured(String column) {
    return column;
  }

  @Override
  public void encode(ByteBuffer row, int at, int length, AvroBuffer out) {
    byte[] text = decode(row, at, length).toString().getBytes(StandardCharsets.ISO_8859_1);
    out.bytes(text, 0, text.length);
  }

  @Override
  public Object decode(ByteBuffer row, int at, int length) {
    return new UUID(row.getLong(at), row.getLong(at + Long.BYTES)).toString();
  }

  /** A text that is no uuid fails the whole statement; one in capitals would be another key. */
  @Override
  public boolean canBeSent(Object value) {
    try {
      return parse(value.toString()).equals(value.toString());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public String digest(String column) {
    return column + "::text";
  }

  @Override
  public Object parse(String text) {
    if (text.length() != 36) {
      throw new IllegalArgumentException("a uuid");
    }
    try {
      return UUID.fromString(text).toString();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("a uuid", e);
    }
  }
}
