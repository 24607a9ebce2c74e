package io.employeecdc.contract.check;

/** Who objects. */
public enum Origin {
  /** Avro's decoder: some records cannot be read. */
  AVRO("avro"),
  /** Only the registry: every record decodes, and it refuses the schema all the same. */
  REGISTRY("registry"),
  /** Only this project: everything decodes, and something is lost or misread. */
  OURS("ours");

  private final String id;

  Origin(String id) {
    this.id = id;
  }

  public String id() {
    return id;
  }
}
