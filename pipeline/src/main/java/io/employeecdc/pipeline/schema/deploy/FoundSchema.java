package io.employeecdc.pipeline.schema.deploy;

import java.util.Optional;
import java.util.OptionalInt;
import org.apache.avro.Schema;

/**
 * A schema id and what is known of it.
 *
 * @param released the number of the released version that says the same
 * @param held the number that the topic's subject gives it
 * @param schema empty if the registry has none of this id, or one that is not Avro
 */
record FoundSchema(int id, OptionalInt released, OptionalInt held, Optional<Schema> schema) {
  /** What sentences call it. */
  String label() {
    OptionalInt number = number();
    return number.isPresent() ? "version " + number.getAsInt() : "schema id " + id;
  }

  /** For a list: what it is and whether it is one of ours. */
  String describe() {
    if (released.isPresent()) {
      return "version %d (id %d)".formatted(released.getAsInt(), id);
    }
    if (held.isPresent()) {
      return "version %d of the registry (id %d), not released here".formatted(held.getAsInt(), id);
    }
    return schema.isPresent()
        ? "id %d: %s, of another subject".formatted(id, schema.get().getFullName())
        : "id %d: the registry has no such Avro schema".formatted(id);
  }

  /** Its version's number; empty for a stranger. */
  OptionalInt number() {
    return released.isPresent() ? released : held;
  }
}
