package io.employeecdc.contract.registration;

import io.employeecdc.contract.SchemaVersion;
import java.util.OptionalInt;

/**
 * A released version and whether the registry has it.
 *
 * @param id the registry's id of it; empty if it is new there
 */
public record PlannedVersion(SchemaVersion version, OptionalInt id) {
  public boolean isNew() {
    return id.isEmpty();
  }
}
