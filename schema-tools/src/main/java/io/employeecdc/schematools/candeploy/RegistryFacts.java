package io.employeecdc.schematools.candeploy;

import io.employeecdc.contract.HeldVersion;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.contract.RegistrySubject;
import io.employeecdc.contract.ReleasedVersions;
import io.employeecdc.contract.SchemaVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/** What the registry says of the topic's subject and of single ids. */
record RegistryFacts(Registry registry, ReleasedVersions released, RegistrySubject subject) {
  static RegistryFacts of(Registry registry, DeploySettings settings) throws RegistryException {
    return new RegistryFacts(registry, settings.released(), registry.subject(settings.subject()));
  }

  /** True if the subject has exactly this version, which is what a producer asks at its start. */
  boolean holds(SchemaVersion version) throws RegistryException {
    try {
      return !subject.held().isEmpty() && registry.idOf(subject.name(), version.schema()) >= 0;
    } catch (RegistryException e) {
      if (e.reason() == RegistryException.Reason.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  /** All that the subject holds, by its own numbers, ascending. */
  List<FoundSchema> held() throws RegistryException {
    List<FoundSchema> found = new ArrayList<>();
    for (HeldVersion version : subject.held()) {
      found.add(find(version.id()));
    }
    return found;
  }

  FoundSchema find(int id) throws RegistryException {
    Optional<Schema> schema = schema(id);
    return new FoundSchema(
        id,
        schema.flatMap(released::of).map(SchemaVersion::number),
        subject.held().stream().filter(v -> v.id() == id).map(HeldVersion::version).findFirst(),
        schema);
  }

  private Optional<Schema> schema(int id) throws RegistryException {
    try {
      return Optional.of(registry.schema(id));
    } catch (RegistryException e) {
      return switch (e.reason()) {
        case NOT_FOUND, NOT_AVRO -> Optional.empty();
        default -> throw e;
      };
    }
  }
}
