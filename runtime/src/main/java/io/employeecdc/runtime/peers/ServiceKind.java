package io.employeecdc.runtime.peers;

import java.util.Locale;

public enum ServiceKind {
  PRODUCER("cdc_schema_version_written", "writes", "cdc_producer_retries_total", "reason"),
  /** What looks at the log's capture, which runs in Kafka Connect. */
  LOG("", "", "", ""),
  CONSUMER("cdc_schema_version_built", "reads", "cdc_retries_total", "class");

  public final String versionMeter;

  public final String relation;

  public final String retryMeter;

  public final String retryLabel;

  ServiceKind(String versionMeter, String relation, String retryMeter, String retryLabel) {
    this.versionMeter = versionMeter;
    this.relation = relation;
    this.retryMeter = retryMeter;
    this.retryLabel = retryLabel;
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
