package io.employeecdc.pipeline.deadletters;

import java.nio.charset.StandardCharsets;

/** Bytes that anybody may have written, made fit for a terminal. */
final class Printable {
  private static final int MAX_LENGTH = 1000;

  private Printable() {}

  /** The bytes as UTF-8 text. */
  static String text(byte[] utf8) {
    return text(new String(utf8, StandardCharsets.UTF_8));
  }

  /** The text's beginning; whatever a terminal might obey becomes a question mark. */
  static String text(String anything) {
    StringBuilder text = new StringBuilder();
    anything
        .codePoints()
        .limit(MAX_LENGTH)
        .map(character -> isHarmless(character) ? character : '?')
        .forEach(text::appendCodePoint);
    return text.toString();
  }

  private static boolean isHarmless(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
