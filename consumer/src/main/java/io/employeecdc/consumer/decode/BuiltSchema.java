package io.employeecdc.consumer.decode;

import io.employeecdc.contract.ReleasedVersions;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.contract.avsc.SchemaFile;
import io.employeecdc.contract.check.Direction;
import io.employeecdc.contract.check.Reading;
import io.employeecdc.contract.check.Version;
import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.contract.table.RowVersions;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * The schema that this consumer was built with, into which every record is read.
 *
 * @param released the versions that were released when it was built
 */
public record BuiltSchema(Schema schema, ReleasedVersions released, RowVersions versions) {
  public BuiltSchema(Schema schema, ReleasedVersions released) {
    this(schema, released, new RowVersions(CapturedTable.of(schema), released));
  }

  /** The newest released version of a contract. */
  public static BuiltSchema of(Contract contract) {
    return new BuiltSchema(contract.table().contract(), contract.released(), contract.versions());
  }

  /** The table that the schema describes. */
  public CapturedTable table() {
    return versions.table();
  }

  /** The number of its version; {@code unreleased} for a build from between two releases. */
  public String version() {
    return released.of(schema).map(SchemaVersion::number).map(String::valueOf).orElse("unreleased");
  }

  /** For the operator: what it was built for, and the versions that it is known to read. */
  public String describe() {
    int newest = released.newest().number();
    return "schema version %s, reads %s"
        .formatted(version(), newest == 1 ? "version 1" : "versions 1 to " + newest);
  }

  Optional<SchemaVersion> released(Schema writer) {
    return released.of(writer);
  }

  /** What becomes of another schema's records here. */
  Reading reading(Schema writer, String label) {
    Direction direction =
        released(writer).isPresent() ? Direction.NEW_READS_OLD : Direction.OLD_READS_NEW;
    return Reading.of(version(writer, label), version(schema, "version " + version()), direction);
  }

  private static Version version(Schema schema, String label) {
    return new Version(SchemaFile.parse(label, schema.toString()), label);
  }
}
