package io.employeecdc.runtime.peers;

import java.util.Locale;

public enum ServiceKind {
  PRODUCER("cdc_schema_version_written", "writes"),
  /** What looks at the log's capture, which runs in Kafka Connect. */
  LOG("", ""),
  CONSUMER("cdc_schema_version_built", "reads");

  public final String versionMeter;

  public final String relation;

  ServiceKind(String versionMeter, String relation) {
    this.versionMeter = versionMeter;
    this.relation = relation;
  }

  /** Whether it is one of those by which changes come into the topic. */
  public boolean captures() {
    return this != CONSUMER;
  }

  /** As the label {@code service} says it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
