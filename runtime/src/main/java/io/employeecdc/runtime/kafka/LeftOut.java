package io.employeecdc.runtime.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * What is told of a value that is too large to be kept, in two headers of its record.
 *
 * @param length in bytes
 * @param sha256 of the value, as hexadecimal digits
 */
public record LeftOut(String length, String sha256) {
  public static final String LENGTH = "__cdc.errors.value.length";
  public static final String SHA256 = "__cdc.errors.value.sha256";

  /** Of a value that could not be read at all. */
  public static final LeftOut UNREAD = new LeftOut("unknown", "unknown");

  /** How many headers tell of it. */
  public static final int HEADERS = 2;

  /** Known by its identity, so that no record can pretend. */
  private static final byte[] PLACEHOLDER = new byte[0];

  /** Of a value; leaves the buffer as it is. */
  public static LeftOut of(ByteBuffer value) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(value.duplicate());
      return new LeftOut(
          String.valueOf(value.remaining()), HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** What the headers say; empty if they do not. */
  public static Optional<LeftOut> told(Headers headers) {
    Header length = headers.lastHeader(LENGTH);
    Header sha256 = headers.lastHeader(SHA256);
    return length == null || sha256 == null
        ? Optional.empty()
        : Optional.of(new LeftOut(text(length), text(sha256)));
  }

  /** What a record has in place of a key or a value that was left out. */
  public static byte[] placeholder() {
    return PLACEHOLDER;
  }

  /** Whether a key or a value was left out when its record was read. */
  public static boolean isPlaceholder(byte[] part) {
    return part == PLACEHOLDER;
  }

  public void addTo(Headers headers) {
    headers.add(LENGTH, length.getBytes(StandardCharsets.UTF_8));
    headers.add(SHA256, sha256.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Header header) {
    return header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }
}
