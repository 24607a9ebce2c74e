package io.employeecdc.pipeline.schema.report;

import java.util.regex.Pattern;

/** Text out of a schema, without what could make a page show something else than it says. */
final class Plain {
  /** Controls but for tab and line ends, and what turns the direction of the text after it. */
  private static final Pattern DECEPTIVE =
      Pattern.compile("[\\p{Cntrl}&&[^\\t\\r\\n]]|[\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");

  private Plain() {}

  static String of(String text) {
    return DECEPTIVE.matcher(text).replaceAll("\ufffd");
  }
}
