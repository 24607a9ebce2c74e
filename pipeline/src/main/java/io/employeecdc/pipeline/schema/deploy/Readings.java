package io.employeecdc.pipeline.schema.deploy;

import io.employeecdc.contract.avsc.SchemaFile;
import io.employeecdc.contract.check.Reading;
import io.employeecdc.contract.check.Version;
import org.apache.avro.Schema;

/** Who can read what, in the words of the check. */
final class Readings {
  private Readings() {}

  static Reading of(Schema writer, String writerLabel, Schema reader, String readerLabel) {
    return Reading.of(version(writer, writerLabel), version(reader, readerLabel));
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

  private static Version version(Schema schema, String label) {
    return new Version(SchemaFile.parse(label, schema.toString()), label);
  }
}
