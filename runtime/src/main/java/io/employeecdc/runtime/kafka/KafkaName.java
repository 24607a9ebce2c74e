package io.employeecdc.runtime.kafka;

import java.util.regex.Pattern;

/** Kafka's rule for the names of topics, groups and transactional ids that our options take. */
public final class KafkaName {
  /** As enforced by the broker: up to 249 letters, digits, dots, underscores and hyphens. */
  public static final Pattern PATTERN = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  public static final String ALLOWED =
      "a name of 1 to 249 letters, digits, dots, underscores and hyphens";

  private KafkaName() {}
}
