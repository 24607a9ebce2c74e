package io.employeecdc.pipeline.schema.deploy;

import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.contract.avsc.SchemaFile;
import io.employeecdc.contract.check.Direction;
import io.employeecdc.contract.check.Reading;
import io.employeecdc.contract.check.Version;
import org.apache.avro.Schema;

/** Who can read what, in the words of the check. */
final class Readings {
  private Readings() {}

  /** What becomes of a found schema's records in the hands of a released version. */
  static Reading of(FoundSchema writer, SchemaVersion reader) {
    boolean older = writer.number().orElse(Integer.MAX_VALUE) <= reader.number();
    return Reading.of(
        version(writer.schema().orElseThrow(), writer.label()), version(reader), direction(older));
  }

  /** What becomes of a running producer's records in the hands of a released version. */
  static Reading of(Counterpart writer, SchemaVersion reader) {
    return Reading.of(
        version(writer.schema(), writer.label()),
        version(reader),
        direction(writer.version() <= reader.number()));
  }

  /** What becomes of a released version's records in the hands of a running consumer. */
  static Reading of(SchemaVersion writer, Counterpart reader) {
    return Reading.of(
        version(writer),
        version(reader.schema(), reader.label()),
        direction(writer.number() <= reader.version()));
  }

  private static Direction direction(boolean writerIsOlder) {
    return writerIsOlder ? Direction.NEW_READS_OLD : Direction.OLD_READS_NEW;
  }

  /** The fields that one passes over, or nothing. */
  static String ignoring(Reading reading) {
    return reading.ignored().isEmpty()
        ? " and read all of it"
        : " and ignore " + String.join(", ", reading.ignored());
  }

  static String obstacles(Reading reading) {
    return String.join("; ", reading.obstacles());
  }

  private static Version version(SchemaVersion version) {
    return version(version.schema(), "version " + version.number());
  }

  private static Version version(Schema schema, String label) {
    return new Version(SchemaFile.parse(label, schema.toString()), label);
  }
}
