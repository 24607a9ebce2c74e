package io.employeecdc.schematools.registration;

import io.employeecdc.contract.Names;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.registry.RegistryAdvice;
import io.employeecdc.runtime.registry.RegistrySettings;
import io.employeecdc.schematools.registration.RegistrationPlan.PlannedVersion;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Puts every released version under one subject of a registry, oldest first.
 *
 * <p>The registry has no transaction and others may write to it, so the plan is made anew right
 * before it is carried out and again after it: the first keeps a plan that is no longer true from
 * being carried out, the second finds whoever came in between.
 */
public final class SchemaRegistration implements AutoCloseable {
  private final Registry registry;
  private final String subject;
  private final List<SchemaVersion> releases;
  private final Optional<Registry> idsFrom;

  /**
   * Asks nothing yet.
   *
   * @param releases oldest first, at least one
   * @param sameIdsAs another registry, with whose ids versions are to be registered
   */
  public SchemaRegistration(
      RegistrySettings address,
      String topic,
      List<SchemaVersion> releases,
      Optional<RegistrySettings> sameIdsAs) {
    this.registry = address.open();
    this.subject = Names.valueSubject(topic);
    this.releases = List.copyOf(releases);
    this.idsFrom = sameIdsAs.map(RegistrySettings::open);
  }

  /** What is to be done, with the registry as it is now; changes nothing. */
  public RegistrationPlan plan() {
    try {
      RegistrationPlan plan = planAt(registry);
      return idsFrom.isEmpty()
          ? plan
          : plan.refusedFor(plan.unlike(planAt(idsFrom.get()), idsFrom.get().toString()));
    } catch (RegistryException e) {
      throw RegistryAdvice.end(e, ExitCode.INCOMPATIBLE_SCHEMA);
    }
  }

  private RegistrationPlan planAt(Registry some) throws RegistryException {
    return Planner.plan(some.subject(subject), releases);
  }

  public void requirePossible(RegistrationPlan plan) {
    if (plan.refused()) {
      throw ended(
          ExitCode.INCOMPATIBLE_SCHEMA,
          "subject %s holds what the released files do not explain, and nothing was changed: %s"
              .formatted(plan.subject(), String.join("; ", plan.refusals())),
          null);
    }
    if (plan.readOnly()) {
      throw ended(
          ExitCode.REFUSED,
          "the registry is in mode %s for subject %s and takes no changes"
              .formatted(plan.mode(), plan.subject()),
          null);
    }
  }

  /** Does what the plan says and nothing else; returns the plan as it would be made now. */
  public RegistrationPlan carryOut(RegistrationPlan plan) {
    requirePossible(plan);
    if (!plan().equals(plan)) {
      throw ended(
          ExitCode.DATA,
          "subject %s was changed while its plan was shown, and nothing was done; run this again"
              .formatted(subject),
          null);
    }
    try {
      if (plan.level().changes()) {
        registry.setCompatibility(subject, plan.level().after());
      }
      Optional<RegistrationPlan> theirs =
          idsFrom.isEmpty() ? Optional.empty() : Optional.of(planAt(idsFrom.get()));
      for (PlannedVersion missing : plan.missing()) {
        SchemaVersion version = missing.version();
        register(version, theirs.map(p -> p.id(version)).orElse(OptionalInt.empty()));
      }
    } catch (RegistryException e) {
      throw RegistryAdvice.end(e, ExitCode.INCOMPATIBLE_SCHEMA);
    }
    RegistrationPlan after = plan();
    if (after.refused() || after.changes()) {
      throw ended(
          ExitCode.DATA,
          "somebody else changed subject %s at the same time; run this again to see what it holds"
              .formatted(subject),
          null);
    }
    return after;
  }

  /** Any id will do, unless one is wanted. */
  private void register(SchemaVersion version, OptionalInt wanted) throws RegistryException {
    try {
      if (wanted.isEmpty()) {
        registry.register(subject, version.schema());
        return;
      }
      int id = wanted.getAsInt();
      int given = registry.register(subject, version.schema(), version.number(), id);
      if (given != id) {
        String other = idsFrom.orElseThrow().toString();
        throw ended(
            ExitCode.INCOMPATIBLE_SCHEMA,
            "it takes no ids from another registry, and by its own numbers %s; the version was deleted again, those before it are registered. A registry in which nothing else was registered before gives the same ids in the same order"
                .formatted(RegistrationPlan.differs(version, given, id, other)),
            null);
      }
    } catch (RegistryException e) {
      if (e.reason() != RegistryException.Reason.REJECTED) {
        throw e;
      }
      throw ended(
          ExitCode.INCOMPATIBLE_SCHEMA,
          "%s of version %d; the versions before it are registered"
              .formatted(e.getMessage(), version.number()),
          e);
    }
  }

  private CdcException ended(ExitCode code, String message, RegistryException cause) {
    String where = message.contains(registry.toString()) ? "" : registry + ": ";
    return new CdcException(code, where + message, cause);
  }

  /** In one line what is to be registered; registers nothing. */
  public String planned() {
    RegistrationPlan plan = plan();
    requirePossible(plan);
    if (!plan.changes()) {
      return plan.subject() + ": nothing new";
    }
    String versions =
        plan.missing().stream()
            .map(v -> "version %d, ".formatted(v.version().number()))
            .collect(Collectors.joining());
    return plan.subject()
        + (versions.isEmpty() ? ": " : ": to be registered " + versions)
        + plan.level().after();
  }

  /** Does all that is missing; says in one line what the subject holds then. */
  public String register() {
    RegistrationPlan plan = plan();
    RegistrationPlan done = carryOut(plan);
    String versions =
        done.versions().stream()
            .map(v -> "version %d (id %d)".formatted(v.version().number(), v.id().orElseThrow()))
            .collect(Collectors.joining(", "));
    int added = plan.missing().size();
    return "%s holds %s, %s, %s"
        .formatted(
            done.subject(),
            versions,
            done.level().after(),
            added == 0 ? "nothing new" : added + " new");
  }

  @Override
  public void close() throws IOException {
    registry.close();
    if (idsFrom.isPresent()) {
      idsFrom.get().close();
    }
  }
}
