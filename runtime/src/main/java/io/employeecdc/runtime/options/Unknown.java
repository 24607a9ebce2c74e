package io.employeecdc.runtime.options;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How an argument is called that nobody knows, and that may be a password in the wrong place. */
final class Unknown {
  /** As options and commands are called; a value after it is not repeated. */
  private static final Pattern NAME =
      Pattern.compile("((?:--?)?[a-z]{1,20}(?:-[a-z]{1,20}){0,4})(=.*)?");

  private Unknown() {}

  static String named(String argument) {
    Matcher name = NAME.matcher(argument);
    return name.matches() ? "'" + name.group(1) + "'" : "an argument";
  }
}
