package io.employeecdc.pipeline.schema.deploy;

import java.util.Locale;

/** What is to be deployed, or is running. */
enum Service {
  PRODUCER("Schema-Version-Written", "cdc_schema_version_written", "writes"),
  CONSUMER("Schema-Versions-Read", "cdc_schema_version_built", "was built for");

  private final String attribute;
  private final String meter;
  private final String relation;

  Service(String attribute, String meter, String relation) {
    this.attribute = attribute;
    this.meter = meter;
    this.relation = relation;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Where the manifest of its jar says the version. */
  String attribute() {
    return attribute;
  }

  /** Which of its metrics has the version as a label. */
  String meter() {
    return meter;
  }

  /** What it does with its version. */
  String relation() {
    return relation;
  }
}
