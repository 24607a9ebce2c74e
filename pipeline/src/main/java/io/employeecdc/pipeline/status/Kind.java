package io.employeecdc.pipeline.status;

import java.util.Locale;

/** Which of the services it is. */
enum Kind {
  PRODUCER("cdc_schema_version_written", "writes", "cdc_producer_retries_total", "reason"),
  CONSUMER("cdc_schema_version_built", "reads", "cdc_retries_total", "class");

  private final String versionMeter;
  private final String relation;
  private final String retryMeter;
  private final String retryLabel;

  Kind(String versionMeter, String relation, String retryMeter, String retryLabel) {
    this.versionMeter = versionMeter;
    this.relation = relation;
    this.retryMeter = retryMeter;
    this.retryLabel = retryLabel;
  }

  /** As the label {@code service} says it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Which of its metrics has its schema version as a label. */
  String versionMeter() {
    return versionMeter;
  }

  /** What it does with that version. */
  String relation() {
    return relation;
  }

  /** Which of its metrics counts what it had to try again. */
  String retryMeter() {
    return retryMeter;
  }

  /** Which label of that metric says why. */
  String retryLabel() {
    return retryLabel;
  }
}
