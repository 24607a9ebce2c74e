package io.employeecdc.pipeline.schema.report;

import java.util.List;
import java.util.regex.Pattern;

/** Whatever comes out of a schema becomes Markdown here and nowhere else. */
final class Markdown {
  /** What may stand in a code span as it is; anything else there would need its own rules. */
  private static final Pattern HARMLESS = Pattern.compile("[^`<>&|\\\\\\r\\n]*[^`<>&|\\\\\\r\\n ]");

  private static final Pattern MARKUP =
      Pattern.compile("[*~\\[\\]!#]|(?<![\\p{L}\\p{N}])_|_(?![\\p{L}\\p{N}])");

  private Markdown() {}

  /** Text that means nothing but itself, on one line. */
  static String text(String text) {
    String line = entities(text);
    return MARKUP.matcher(line).replaceAll("\\\\$0").replace("@", "@\u2060");
  }

  static String code(String text) {
    return HARMLESS.matcher(text).matches()
        ? "`" + Plain.of(text) + "`"
        : "<code>" + text(text) + "</code>";
  }

  /** A sentence whose names and values stand in backticks. */
  static String prose(String sentence) {
    StringBuilder text = new StringBuilder();
    for (Prose piece : Prose.pieces(sentence)) {
      text.append(piece.code() ? code(piece.text()) : text(piece.text()));
    }
    return text.toString();
  }

  static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  /** The line below a table's head. */
  static String rule(int columns) {
    return "|" + "---|".repeat(columns) + "\n";
  }

  /** Ampersands first; a backslash would escape what escapes the next character. */
  private static String entities(String text) {
    return Plain.of(text)
        .replaceAll("[\\r\\n]+", " ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\\", "&bsol;")
        .replace("|", "&vert;")
        .replace("`", "&grave;");
  }
}
