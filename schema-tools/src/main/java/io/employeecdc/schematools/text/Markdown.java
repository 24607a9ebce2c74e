package io.employeecdc.schematools.text;

import io.employeecdc.runtime.output.Visible;
import java.util.regex.Pattern;

/**
 * Whatever others have written becomes Markdown here and nowhere else: no markup, and nothing that
 * GitHub links or notifies somebody of. It looks for that in the finished text, so a backslash does
 * not help; a joiner without a width does.
 */
public final class Markdown {
  /** What may stand in a code span as it is; anything else there would need its own rules. */
  private static final Pattern HARMLESS = Pattern.compile("[^`<>&|\\\\\\r\\n]*[^`<>&|\\\\\\r\\n ]");

  private static final Pattern MARKUP =
      Pattern.compile("[*~\\[\\]!#]|(?<![\\p{L}\\p{N}])_|_(?![\\p{L}\\p{N}])");

  /** Where mentions, references and addresses begin. */
  private static final Pattern LIVE =
      Pattern.compile("@|#|(?i:www|gh-|https?:|ftp:|mailto:|xmpp:)");

  private static final String JOINER = "&#8288;";

  private Markdown() {}

  /** Text that means nothing but itself, on one line. */
  public static String text(String text) {
    String line = entities(text);
    return LIVE.matcher(MARKUP.matcher(line).replaceAll("\\\\$0")).replaceAll("$0" + JOINER);
  }

  public static String code(String text) {
    return HARMLESS.matcher(text).matches()
        ? "`" + Visible.of(text) + "`"
        : "<code>" + text(text) + "</code>";
  }

  /** A sentence whose names and values stand in backticks. */
  public static String prose(String sentence) {
    return Templates.prose(sentence, Markdown::text, Markdown::code);
  }

  /** Ampersands first; a backslash would escape what escapes the next character. */
  private static String entities(String text) {
    return Visible.of(text.replaceAll("[\\r\\n]+", " "))
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\\", "&bsol;")
        .replace("|", "&vert;")
        .replace("`", "&grave;")
        .replace("$", "&dollar;");
  }
}
