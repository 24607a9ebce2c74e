package io.employeecdc.runtime.kafka;

import io.employeecdc.runtime.options.OptionReader;
import java.util.regex.Pattern;

/** Kafka's rule for the names of topics, groups and transactional ids that our options take. */
public final class KafkaName {
  /** As enforced by the broker: up to 249 letters, digits, dots, underscores and hyphens. */
  private static final Pattern PATTERN = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  private static final String ALLOWED =
      "a name of 1 to 249 letters, digits, dots, underscores and hyphens";

  private KafkaName() {}

  /** The option's text, the standard where none is given, or a complaint if it is no name. */
  public static String read(OptionReader options, String option, String text, String standard) {
    return read(options, option, text == null ? standard : text);
  }

  public static String read(OptionReader options, String option, String text) {
    return options.matching(option, options.required(option, text, ALLOWED), PATTERN, ALLOWED);
  }
}
