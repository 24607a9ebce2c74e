package io.employeecdc.schematools.registration;

import io.employeecdc.contract.Registry;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.schematools.check.Mode;
import io.employeecdc.schematools.registration.RegistrationException.Reason;
import io.employeecdc.schematools.registration.RegistrationPlan.PlannedVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts released versions under one subject of a registry.
 *
 * <p>The registry has no transaction and others may write to it, so the plan is made anew right
 * before it is carried out and again after it: the first keeps a plan that is no longer true from
 * being carried out, the second finds whoever came in between.
 */
public final class Registration {
  private final Registry registry;
  private final String subject;
  private final List<SchemaVersion> releases;
  private final Mode level;
  private final Optional<Registry> idsFrom;

  /**
   * Asks nothing yet.
   *
   * @param releases oldest first, at least one
   * @param level what changes the subject is to allow, unless it allows fewer already
   * @param idsFrom another registry, with whose ids versions are to be registered
   */
  public Registration(
      Registry registry,
      String subject,
      List<SchemaVersion> releases,
      Mode level,
      Optional<Registry> idsFrom) {
    this.registry = registry;
    this.idsFrom = idsFrom;
    this.subject = subject;
    this.releases = List.copyOf(releases);
    this.level = level;
  }

  /** What is to be done, with the registry as it is now; changes nothing. */
  public RegistrationPlan plan() throws RegistryException {
    RegistrationPlan plan = Planner.plan(registry.subject(subject), releases, level);
    return plan.refusedFor(ids(plan).refusals());
  }

  private SameIds ids(RegistrationPlan plan) throws RegistryException {
    if (idsFrom.isEmpty()) {
      return SameIds.ANY;
    }
    Registry other = idsFrom.get();
    return SameIds.as(other, plan, Planner.plan(other.subject(subject), releases, level));
  }

  /** Fails with the reason if a plan cannot be carried out. */
  public static void requirePossible(RegistrationPlan plan) throws RegistrationException {
    if (plan.refused()) {
      throw new RegistrationException(
          Reason.UNEXPLAINED,
          "subject %s holds what the released files do not explain, and nothing was changed: %s"
              .formatted(plan.subject(), String.join("; ", plan.refusals())));
    }
    if (plan.readOnly()) {
      throw new RegistrationException(
          Reason.READ_ONLY,
          "the registry is in mode %s for subject %s and takes no changes"
              .formatted(plan.mode(), plan.subject()));
    }
  }

  /**
   * Does what the plan says and nothing else.
   *
   * @return the plan as it would be made now, in which nothing is left to do
   * @throws RegistrationException if the registry is not what it was, or does not take a version
   */
  public RegistrationPlan carryOut(RegistrationPlan plan)
      throws RegistryException, RegistrationException {
    requirePossible(plan);
    if (!plan().equals(plan)) {
      throw new RegistrationException(
          Reason.CHANGED,
          "subject %s was changed while its plan was shown, and nothing was done; run this again"
              .formatted(subject));
    }
    if (plan.level().changes()) {
      registry.setCompatibility(subject, plan.level().after());
    }
    Map<Integer, Integer> ids = ids(plan).ids();
    for (PlannedVersion missing : plan.missing()) {
      register(missing.version(), ids);
    }
    RegistrationPlan after = plan();
    if (after.refused() || after.changes()) {
      throw new RegistrationException(
          Reason.CHANGED,
          "somebody else changed subject %s at the same time; run this again to see what it holds"
              .formatted(subject));
    }
    return after;
  }

  private void register(SchemaVersion version, Map<Integer, Integer> ids)
      throws RegistryException, RegistrationException {
    try {
      Integer wanted = ids.get(version.number());
      int given =
          wanted == null
              ? registry.register(subject, version.schema())
              : registry.register(subject, version.schema(), version.number(), wanted);
      if (wanted != null && wanted != given) {
        throw new RegistrationException(
            Reason.NOT_TAKEN,
            "it takes no ids from another registry, and by its own numbers %s; the version was deleted again, those before it are registered. A registry in which nothing else was registered before gives the same ids in the same order"
                .formatted(
                    SameIds.differs(version.number(), given, wanted, idsFrom.orElseThrow())));
      }
    } catch (RegistryException e) {
      if (e.reason() != RegistryException.Reason.REJECTED) {
        throw e;
      }
      throw new RegistrationException(
          Reason.NOT_TAKEN,
          "%s of version %d; the versions before it are registered"
              .formatted(e.getMessage(), version.number()),
          e);
    }
  }
}
