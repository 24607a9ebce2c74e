package io.employeecdc.pipeline.status;

import java.util.Locale;

/** Which of the services it is. */
enum ServiceKind {
  PRODUCER("cdc_schema_version_written", "writes", "cdc_producer_retries_total", "reason"),
  CONSUMER("cdc_schema_version_built", "reads", "cdc_retries_total", "class");

  /** Which of its metrics has its schema version as a label. */
  final String versionMeter;

  /** What it does with that version. */
  final String relation;

  /** Which of its metrics counts what it had to try again. */
  final String retryMeter;

  /** Which label of that metric says why. */
  final String retryLabel;

  ServiceKind(String versionMeter, String relation, String retryMeter, String retryLabel) {
    this.versionMeter = versionMeter;
    this.relation = relation;
    this.retryMeter = retryMeter;
    this.retryLabel = retryLabel;
  }

  /** As the label {@code service} says it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
