package io.employeecdc.pipeline.schema.deploy;

import io.employeecdc.contract.WireFormat;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/** Takes the schema id from the head of a value and leaves the rest where it is. */
final class SchemaIds implements Deserializer<Long> {
  /** A value that is not in the wire format; no id is negative as a long. */
  static final long NONE = -1;

  @Override
  public Long deserialize(String topic, byte[] data) {
    return data == null ? null : deserialize(topic, null, ByteBuffer.wrap(data));
  }

  @Override
  public Long deserialize(String topic, Headers headers, ByteBuffer data) {
    if (data == null) {
      return null;
    }
    int at = data.position();
    return data.remaining() < WireFormat.HEADER_LENGTH || data.get(at) != WireFormat.MAGIC
        ? NONE
        : Integer.toUnsignedLong(data.getInt(at + 1));
  }
}
