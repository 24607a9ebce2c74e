package io.employeecdc.schematools.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.samskivert.mustache.Mustache;
import io.employeecdc.runtime.output.Visible;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Results that are written by a template out of the resources. Whatever others have written is
 * escaped by {@code {{name}}}, or stands as {@code {{{name}}}} in a section that escapes it in its
 * own way. A name that is not there is an error, also of a section.
 */
public final class Templates {
  private static final Pattern CODE = Pattern.compile("`([^`]*)`");

  private Templates() {}

  public static Mustache.Compiler compiler(UnaryOperator<String> escaper) {
    return Mustache.compiler()
        .emptyStringIsFalse(true)
        .strictSections(true)
        .withEscaper(escaper::apply);
  }

  /** For a terminal, a line for each of the template's. */
  public static Stream<String> lines(String template, Object names) {
    return compiler(Visible::of).compile(resource(template)).execute(names).lines();
  }

  /** JSON, in whose template each name within quotes is a text; its parts lie beside it. */
  public static JsonNode json(String template, Object names) {
    String folder = template.substring(0, template.lastIndexOf('/') + 1);
    String json =
        compiler(text -> String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)))
            .withFormatter(Templates::orNull)
            .withLoader(part -> new StringReader(resource(folder + part + ".json")))
            .compile(resource(template))
            .execute(names);
    try {
      return new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String orNull(Object value) {
    return String.valueOf(value instanceof Optional<?> maybe ? maybe.orElse(null) : value);
  }

  /** A section of which the text is written in another way. */
  public static Mustache.Lambda section(UnaryOperator<String> change) {
    return (fragment, out) -> out.write(change.apply(fragment.execute()));
  }

  /**
   * A sentence of the check, in which names and values stand in backticks; one without a second
   * stands for itself.
   */
  public static String prose(
      String sentence, UnaryOperator<String> text, UnaryOperator<String> code) {
    StringBuilder written = new StringBuilder();
    int from = 0;
    for (Matcher found = CODE.matcher(sentence); found.find(); from = found.end()) {
      written.append(text.apply(sentence.substring(from, found.start())));
      written.append(code.apply(found.group(1)));
    }
    return written.append(text.apply(sentence.substring(from))).toString();
  }

  public static String resource(String path) {
    try (InputStream file = Templates.class.getResourceAsStream(path)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
