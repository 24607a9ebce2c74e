package io.employeecdc.schematools.rule;

public enum Objector {
  /** Avro, its decoder and the registry alike: some records cannot be read, or it is no schema. */
  AVRO("avro"),
  /** Only the registry: every record decodes, and it refuses the schema all the same. */
  REGISTRY("registry"),
  /** Only Avro's decoder: some records cannot be read, and the registry does not see it. */
  DECODER("decoder"),
  /** Only this project: everything decodes, and something is lost or misread. */
  OURS("ours");

  private final String id;

  Objector(String id) {
    this.id = id;
  }

  public String id() {
    return id;
  }
}
