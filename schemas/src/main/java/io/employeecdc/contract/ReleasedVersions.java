package io.employeecdc.contract;

import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Tells which released version a schema is, by what it says and not by an id, which is the
 * registry's own.
 *
 * @param released oldest first; never empty
 */
public record ReleasedVersions(List<SchemaVersion> released) {
  public ReleasedVersions {
    released = List.copyOf(released);
  }

  /** Those that this program carries. */
  public static ReleasedVersions carried() {
    return new ReleasedVersions(ReleasedSchemas.all());
  }

  /** The newest one. */
  public SchemaVersion newest() {
    return released.get(released.size() - 1);
  }

  /** The version of this number, if it has been released. */
  public Optional<SchemaVersion> numbered(int number) {
    return released.stream().filter(version -> version.number() == number).findFirst();
  }

  /**
   * The version that says the same; empty if none does. What Avro's code generator adds does not
   * count. A registry may drop docs, so where none agrees to the letter, one that has the same
   * fields, types and defaults will do.
   */
  public Optional<SchemaVersion> of(Schema schema) {
    Schema plain = PlainSchema.of(schema);
    String text = plain.toString();
    return released.stream()
        .filter(version -> version.schema().toString().equals(text))
        .findFirst()
        .or(() -> released.stream().filter(v -> v.schema().equals(plain)).findFirst());
  }
}
