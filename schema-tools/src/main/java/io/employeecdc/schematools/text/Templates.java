package io.employeecdc.schematools.text;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * Results that are written by a template out of the resources. Whatever others have written is
 * escaped by {@code {{name}}}, or stands as {@code {{{name}}}} in a section that escapes it in its
 * own way. A name that is not there is an error, also of a section.
 */
public final class Templates {
  private Templates() {}

  public static Mustache.Compiler compiler(UnaryOperator<String> escaper) {
    return Mustache.compiler()
        .emptyStringIsFalse(true)
        .strictSections(true)
        .withEscaper(escaper::apply);
  }

  /** A section of which the text is written in another way. */
  public static Mustache.Lambda section(UnaryOperator<String> change) {
    return (fragment, out) -> out.write(change.apply(fragment.execute()));
  }

  public static String resource(String path) {
    try (InputStream file = Templates.class.getResourceAsStream(path)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
