package io.employeecdc.schematools.candeploy;

import io.employeecdc.schematools.avsc.SchemaFile;
import io.employeecdc.schematools.check.Reading;
import io.employeecdc.schematools.check.Version;
import io.employeecdc.schematools.rule.Direction;
import org.apache.avro.Schema;

/**
 * What one side writes or reads.
 *
 * @param number of its version; beyond all others for a stranger
 * @param label what sentences call it
 */
record NumberedSchema(int number, String label, Schema schema) {
  /** One of ours, such as {@code version 1}. */
  static NumberedSchema ofVersion(int number, Schema schema) {
    return new NumberedSchema(number, "version " + number, schema);
  }

  /** What becomes of its records in the hands of another, in the words of the check. */
  Reading readBy(NumberedSchema reader) {
    return Reading.of(
        parsed(),
        reader.parsed(),
        number <= reader.number ? Direction.NEW_READS_OLD : Direction.OLD_READS_NEW);
  }

  private Version parsed() {
    return new Version(SchemaFile.parse(label, schema.toString()), label);
  }
}
