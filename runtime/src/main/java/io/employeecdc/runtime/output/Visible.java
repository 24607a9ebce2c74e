package io.employeecdc.runtime.output;

import java.nio.charset.StandardCharsets;

/**
 * Text that anybody may have written, in which every character is seen and none is obeyed: controls
 * (also those above ASCII's), line ends, what turns the direction of text, and what has no meaning
 * yet are written as {@code \n} or <code>\</code>{@code u001b}, as JSON and Java do. Doing it twice
 * changes nothing more.
 */
public final class Visible {
  private static final int MAX_LENGTH = 1000;

  private Visible() {}

  /** The beginning of a text in UTF-8. */
  public static String beginningOf(byte[] utf8) {
    return beginningOf(new String(utf8, StandardCharsets.UTF_8));
  }

  /** The text's beginning: it may be of any length. */
  public static String beginningOf(String anything) {
    return of(
        anything.codePoints().count() > MAX_LENGTH
            ? anything.substring(0, anything.offsetByCodePoints(0, MAX_LENGTH))
            : anything);
  }

  /** The text on one line. */
  public static String of(String anything) {
    String text = withoutOldCommands(anything);
    if (text.codePoints().allMatch(Visible::isHarmless)) {
      return text;
    }
    StringBuilder visible = new StringBuilder();
    text.codePoints()
        .forEach(
            character -> {
              if (isHarmless(character)) {
                visible.appendCodePoint(character);
              } else {
                appendEscaped(visible, character);
              }
            });
    return visible.toString();
  }

  /** GitHub obeys {@code ##[error]} and its like wherever they stand in a line. */
  static String withoutOldCommands(String text) {
    return text.replace("##[", "#\\u0023[");
  }

  private static void appendEscaped(StringBuilder visible, int character) {
    switch (character) {
      case '\n' -> visible.append("\\n");
      case '\r' -> visible.append("\\r");
      case '\t' -> visible.append("\\t");
      default -> {
        for (char unit : Character.toChars(character)) {
          visible.append("\\u").append(Integer.toHexString(0x10000 | unit), 1, 5);
        }
      }
    }
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
