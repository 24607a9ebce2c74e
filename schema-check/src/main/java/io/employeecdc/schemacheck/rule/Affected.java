package io.employeecdc.schemacheck.rule;

import java.util.stream.Stream;

public enum Affected {
  RUNNING_CONSUMERS("running consumers"),
  RUNNING_PRODUCERS("running producers"),
  RECORDS_IN_TOPIC("records already in the topic"),
  DEAD_LETTERS("dead letters");

  private final String words;

  Affected(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }

  /** {@code A, B and C}, each once; empty for none. */
  public static String listed(Stream<Affected> affected) {
    return TypeNames.list(affected.distinct().sorted().map(Affected::words).toList(), " and ");
  }
}
