package io.employeecdc.schematools.candeploy;

import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.schemacheck.Reading;
import io.employeecdc.schemacheck.Version;
import io.employeecdc.schemacheck.avsc.SchemaFile;
import io.employeecdc.schemacheck.rule.Direction;
import java.util.List;
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

  static NumberedSchema of(SchemaVersion version) {
    return ofVersion(version.number(), version.schema());
  }

  /** What becomes of its records in the hands of another, in the words of the check. */
  Reading readBy(NumberedSchema reader) {
    return Reading.of(
        parsed(),
        reader.parsed(),
        number <= reader.number ? Direction.NEW_READS_OLD : Direction.OLD_READS_NEW);
  }

  /** What becomes of a reader's fields that it does not write; empty if there are none. */
  String leaves(NumberedSchema reader) {
    List<String> unwritten = beside(reader);
    return unwritten.isEmpty()
        ? ""
        : "; what they do not write stays as it is: " + String.join(", ", unwritten);
  }

  /** Columns of another version that this has not. */
  List<String> columnsBeside(NumberedSchema other) {
    return beside(other).stream().filter(path -> path.contains(".")).toList();
  }

  private List<String> beside(NumberedSchema other) {
    return other.readBy(this).ignored();
  }

  private Version parsed() {
    return new Version(SchemaFile.parse(label, schema.toString()), label);
  }
}
