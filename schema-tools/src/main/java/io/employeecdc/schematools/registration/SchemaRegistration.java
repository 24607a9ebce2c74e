package io.employeecdc.schematools.registration;

import io.employeecdc.contract.Names;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.registry.RegistryAdvice;
import io.employeecdc.runtime.registry.RegistrySettings;
import io.employeecdc.schematools.check.Mode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts every released version of the schema into the registry, oldest first. */
public final class SchemaRegistration implements AutoCloseable {
  private final Registry registry;
  private final Optional<Registry> idsFrom;
  private final Registration registration;

  /**
   * Asks nothing yet.
   *
   * @param releases oldest first, at least one
   * @param level what changes the subject is to allow, unless it allows fewer already
   * @param sameIdsAs another registry, with whose ids versions are to be registered
   */
  public SchemaRegistration(
      RegistrySettings address,
      String topic,
      List<SchemaVersion> releases,
      Mode level,
      Optional<RegistrySettings> sameIdsAs) {
    registry = address.open();
    idsFrom = sameIdsAs.map(RegistrySettings::open);
    registration = new Registration(registry, Names.valueSubject(topic), releases, level, idsFrom);
  }

  /**
   * What is to be done; changes nothing.
   *
   * @throws CdcException with the exit code that suits how the registry failed
   */
  public RegistrationPlan plan() {
    try {
      return registration.plan();
    } catch (RegistryException e) {
      throw RegistryAdvice.end(e, ExitCode.INCOMPATIBLE_SCHEMA);
    }
  }

  /**
   * Says why a plan cannot be carried out.
   *
   * @throws CdcException if it cannot
   */
  public void requirePossible(RegistrationPlan plan) {
    try {
      Registration.requirePossible(plan);
    } catch (RegistrationException e) {
      throw explain(e);
    }
  }

  /**
   * Does what the plan says and nothing else.
   *
   * @return the plan as it would be made now, in which nothing is left to do
   * @throws CdcException if the registry fails, changed since, or does not take a version
   */
  public RegistrationPlan carryOut(RegistrationPlan plan) {
    try {
      return registration.carryOut(plan);
    } catch (RegistryException e) {
      throw RegistryAdvice.end(e, ExitCode.INCOMPATIBLE_SCHEMA);
    } catch (RegistrationException e) {
      throw explain(e);
    }
  }

  /** In one line what is to be registered; registers nothing. */
  public String planned() {
    RegistrationPlan plan = plan();
    requirePossible(plan);
    String versions =
        plan.missing().stream()
            .map(v -> "version " + v.version().number())
            .collect(Collectors.joining(", "));
    return "%s: %s"
        .formatted(
            plan.subject(),
            plan.changes()
                ? (versions.isEmpty() ? "" : "to be registered " + versions + ", ")
                    + plan.level().after()
                : "nothing new");
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

  private CdcException explain(RegistrationException e) {
    ExitCode code =
        switch (e.reason()) {
          case UNEXPLAINED, NOT_TAKEN -> ExitCode.INCOMPATIBLE_SCHEMA;
          case READ_ONLY -> ExitCode.REFUSED;
          case CHANGED -> ExitCode.DATA;
        };
    String where = e.getMessage().contains(registry.toString()) ? "" : registry + ": ";
    return new CdcException(code, where + e.getMessage(), e);
  }
}
