package io.employeecdc.connect;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * What Debezium puts in the place of a value that is stored apart from its row (TOAST) and was not
 * changed, so that the log does not hold it: a text, and for other types what it makes of the text.
 *
 * @param text the connector's {@code unavailable.value.placeholder}
 */
record Placeholder(String text) {
  private byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  boolean standsFor(Object value) {
    if (value instanceof List<?> list) {
      return list.size() == 1 ? isOne(list.get(0)) : isBytes(list);
    }
    return isOne(value);
  }

  private boolean isOne(Object value) {
    if (value instanceof String one) {
      return one.equals(text)
          || (one.length() == 36 && one.equals(UUID.nameUUIDFromBytes(bytes()).toString()));
    }
    if (value instanceof byte[] one) {
      return Arrays.equals(one, bytes());
    }
    return value instanceof ByteBuffer one && one.equals(ByteBuffer.wrap(bytes()));
  }

  private boolean isBytes(List<?> list) {
    byte[] bytes = bytes();
    return list.size() == bytes.length
        && IntStream.range(0, bytes.length)
            .allMatch(i -> list.get(i) instanceof Number one && one.longValue() == bytes[i]);
  }
}
