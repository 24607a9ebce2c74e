package io.employeecdc.contract.registration;

import io.employeecdc.contract.SchemaVersion;
import java.util.OptionalInt;

/** A released version and the registry's id of it, which is empty if it is new there. */
public record PlannedVersion(SchemaVersion version, OptionalInt id) {
  public boolean isNew() {
    return id.isEmpty();
  }
}
