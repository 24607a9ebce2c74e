package io.employeecdc.schematools.registration;

import io.employeecdc.contract.Registry;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.schematools.registration.RegistrationPlan.PlannedVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The ids that another registry has given: where records are mirrored that bear them, whoever reads
 * there asks for them here.
 *
 * @param ids by the version's number
 * @param refusals why they cannot be had here, one sentence each
 */
record SameIds(Map<Integer, Integer> ids, List<String> refusals) {
  /** Any ids will do. */
  static final SameIds ANY = new SameIds(Map.of(), List.of());

  /**
   * Those of another registry.
   *
   * @param ours what is to be done here
   * @param theirs what would be to be done there
   */
  static SameIds as(Registry other, RegistrationPlan ours, RegistrationPlan theirs)
      throws RegistryException {
    List<String> refusals = new ArrayList<>();
    theirs.refusals().forEach(refusal -> refusals.add(other + ": " + refusal));
    for (int i = 0; i < ours.versions().size(); i++) {
      PlannedVersion here = ours.versions().get(i);
      PlannedVersion there = theirs.versions().get(i);
      int number = here.version().number();
      if (there.isNew()) {
        refusals.add("version %d is not registered at %s".formatted(number, other));
      } else if (!here.isNew() && !here.id().equals(there.id())) {
        refusals.add(differs(number, here.id().getAsInt(), there.id().getAsInt(), other));
      }
    }
    return new SameIds(
        theirs.versions().stream()
            .filter(version -> !version.isNew())
            .collect(
                Collectors.toMap(
                    version -> version.version().number(), version -> version.id().getAsInt())),
        refusals);
  }

  static String differs(int version, int here, int there, Object other) {
    return "version %d has id %d here and id %d at %s".formatted(version, here, there, other);
  }
}
