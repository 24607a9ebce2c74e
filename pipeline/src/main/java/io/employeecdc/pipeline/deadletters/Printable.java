package io.employeecdc.pipeline.deadletters;

import io.employeecdc.runtime.output.Visible;
import java.nio.charset.StandardCharsets;

/** Bytes that anybody may have written, made fit for a terminal. */
final class Printable {
  private static final int MAX_LENGTH = 1000;

  private Printable() {}

  /** The bytes as UTF-8 text. */
  static String text(byte[] utf8) {
    return text(new String(utf8, StandardCharsets.UTF_8));
  }

  /** The text's beginning. */
  static String text(String anything) {
    return Visible.of(
        anything.codePoints().count() > MAX_LENGTH
            ? anything.substring(0, anything.offsetByCodePoints(0, MAX_LENGTH))
            : anything);
  }
}
