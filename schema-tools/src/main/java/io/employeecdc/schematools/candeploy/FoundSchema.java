package io.employeecdc.schematools.candeploy;

import io.employeecdc.contract.HeldVersion;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.contract.RegistrySubject;
import io.employeecdc.contract.ReleasedVersions;
import io.employeecdc.contract.SchemaVersion;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * A schema id and what is known of it.
 *
 * @param released the number of the released version that says the same
 * @param held the number that the topic's subject gives it
 * @param schema empty if the registry has none of this id, or one that is not Avro
 */
record FoundSchema(
    int id, Optional<Integer> released, Optional<Integer> held, Optional<Schema> schema) {
  interface SchemaFinder {
    FoundSchema find(int id) throws RegistryException;
  }

  static FoundSchema of(
      int id, Registry registry, RegistrySubject subject, ReleasedVersions released)
      throws RegistryException {
    Optional<Schema> schema;
    try {
      schema = Optional.of(registry.schema(id));
    } catch (RegistryException e) {
      schema =
          switch (e.reason()) {
            case NOT_FOUND, NOT_AVRO -> Optional.empty();
            default -> throw e;
          };
    }
    return new FoundSchema(
        id,
        schema.flatMap(released::of).map(SchemaVersion::number),
        subject.held().stream().filter(v -> v.id() == id).map(HeldVersion::version).findFirst(),
        schema);
  }

  /** For a list: what it is and whether it is one of ours. */
  String describe() {
    if (released.isPresent()) {
      return "version %d (id %d)".formatted(released.get(), id);
    }
    if (held.isPresent()) {
      return "version %d of the registry (id %d), not released here".formatted(held.get(), id);
    }
    return schema.isPresent()
        ? "id %d: %s, of another subject".formatted(id, schema.get().getFullName())
        : "id %d: the registry has no such Avro schema".formatted(id);
  }

  Optional<Integer> number() {
    return released.or(() -> held);
  }

  Optional<NumberedSchema> numbered() {
    return schema.map(
        s ->
            number()
                .map(number -> NumberedSchema.ofVersion(number, s))
                .orElse(new NumberedSchema(Integer.MAX_VALUE, "schema id " + id, s)));
  }
}
