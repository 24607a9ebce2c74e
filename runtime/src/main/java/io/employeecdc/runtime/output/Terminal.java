package io.employeecdc.runtime.output;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where commands print. A text that is printed is on one line and steers neither a terminal nor a
 * workflow of GitHub, whoever wrote it. Only the format of {@link #printf} is taken as it is: it is
 * ours, and its arguments are texts. Results of several lines are printed line by line.
 *
 * <p>Always UTF-8 and without a country: containers have no locale, and Java 17 would write
 * question marks there.
 */
public final class Terminal extends PrintWriter {
  /** GitHub obeys {@code ::error::} at the beginning of a line, after spaces too. */
  private static final Pattern COMMAND = Pattern.compile("(?m)^(\\s*):(?=:)");

  private static final String COLON = "$1\\\\u003a";

  public Terminal(OutputStream stream) {
    super(stream, true, StandardCharsets.UTF_8);
  }

  @Override
  public void print(String text) {
    super.print(inert(Visible.of(String.valueOf(text))));
  }

  @Override
  public void print(Object object) {
    print(String.valueOf(object));
  }

  @Override
  public void print(char character) {
    print(String.valueOf(character));
  }

  @Override
  public void print(char[] characters) {
    print(String.valueOf(characters));
  }

  @Override
  public PrintWriter format(String format, Object... arguments) {
    String text = String.format(Locale.ROOT, format, visible(arguments));
    // Only GitHub's commands begin so, in the format for GitHub.
    super.print(format.startsWith("::") ? Visible.withoutOldCommands(text) : inert(text));
    if (text.endsWith("\n")) {
      flush();
    }
    return this;
  }

  @Override
  public PrintWriter format(Locale locale, String format, Object... arguments) {
    return format(format, arguments);
  }

  private static Object[] visible(Object... arguments) {
    return Arrays.stream(arguments)
        .map(
            argument ->
                argument instanceof Number || argument instanceof Boolean || argument == null
                    ? argument
                    : Visible.of(argument.toString()))
        .toArray();
  }

  private static String inert(String text) {
    return Visible.withoutOldCommands(COMMAND.matcher(text).replaceAll(COLON));
  }
}
