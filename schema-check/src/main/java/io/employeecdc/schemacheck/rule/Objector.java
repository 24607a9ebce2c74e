package io.employeecdc.schemacheck.rule;

import java.util.Locale;

public enum Objector {
  /** Avro, its decoder and the registry alike: some records cannot be read, or it is no schema. */
  AVRO,
  /** Only the registry: every record decodes, and it refuses the schema all the same. */
  REGISTRY,
  /** Only Avro's decoder: some records cannot be read, and the registry does not see it. */
  DECODER,
  /** Only this project: everything decodes, and something is lost or misread. */
  OURS;

  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
