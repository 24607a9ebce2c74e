package io.employeecdc.contract.registration;

import java.util.List;

/**
 * What registering would do to one subject. Two plans are equal if they would do the same to the
 * same registry.
 *
 * @param mode the registry's for this subject, such as {@code READWRITE}
 * @param versions every released version, oldest first
 * @param refusals what the registry holds and the files do not explain, one sentence each; nothing
 *     is done while there are any
 */
public record RegistrationPlan(
    String subject,
    String mode,
    List<PlannedVersion> versions,
    PlannedLevel level,
    List<String> refusals) {
  private static final String WRITABLE = "READWRITE";

  public List<PlannedVersion> missing() {
    return versions.stream().filter(PlannedVersion::isNew).toList();
  }

  public boolean changes() {
    return level.changes() || !missing().isEmpty();
  }

  public boolean refused() {
    return !refusals.isEmpty();
  }

  /** True if the registry would not take what is to be done. */
  public boolean readOnly() {
    return changes() && !mode.equals(WRITABLE);
  }
}
