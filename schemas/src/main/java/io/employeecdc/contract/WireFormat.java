package io.employeecdc.contract;

import java.nio.ByteBuffer;

/**
 * Confluent's wire format: a zero byte, the writer schema's registry id as four bytes (big-endian),
 * then the Avro binary encoding.
 */
public final class WireFormat {
  public static final byte MAGIC = 0;

  /** Bytes before the Avro payload. */
  public static final int HEADER_LENGTH = 5;

  private WireFormat() {}

  /** The five bytes that precede every record written with the schema of this id. */
  public static byte[] header(int schemaId) {
    return ByteBuffer.allocate(HEADER_LENGTH).put(MAGIC).putInt(schemaId).array();
  }

  /**
   * The schema id of a value.
   *
   * @throws MalformedRecordException if the value is too short or does not start with the magic
   *     byte
   */
  public static int schemaId(byte[] value) throws MalformedRecordException {
    if (value.length < HEADER_LENGTH) {
      throw new MalformedRecordException(
          "the value has " + value.length + " bytes, fewer than the 5 of the wire format's header");
    }
    if (value[0] != MAGIC) {
      throw new MalformedRecordException(
          "the value starts with byte 0x%02x, not with the wire format's 0x00".formatted(value[0]));
    }
    return ByteBuffer.wrap(value, 1, 4).getInt();
  }
}
