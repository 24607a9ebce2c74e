package io.employeecdc.contract.table;

import java.util.Locale;
import java.util.Properties;

/**
 * Names that follow from a contract's, unless the notes beside it say others.
 *
 * @param table the user's own table
 * @param capture the capture table
 * @param objects what the names of functions and other objects in the source begin with
 * @param ledger what took effect
 * @param guard the newest change of each key
 * @param parked changes that wait
 * @param offsets how far each partition was applied
 * @param topic the changes
 * @param deadLetterTopic what could not be applied
 * @param positionTopic the producers' positions
 * @param group the consumers
 * @param producerId the producer, across its restarts
 */
public record TableNames(
    String table,
    String capture,
    String objects,
    String ledger,
    String guard,
    String parked,
    String offsets,
    String topic,
    String deadLetterTopic,
    String positionTopic,
    String group,
    String producerId) {

  static TableNames of(String contract, String rowField, Properties notes) {
    String base =
        contract
            .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
            .replaceAll("([A-Z])([A-Z][a-z])", "$1_$2")
            .toLowerCase(Locale.ROOT);
    String topic = "bf_" + base;
    return new TableNames(
        notes.getProperty("table", rowField),
        notes.getProperty("capture", base),
        notes.getProperty("objects", base),
        notes.getProperty("ledger", base + "_events"),
        notes.getProperty("guard", base + "_versions"),
        notes.getProperty("parked", base + "_parked"),
        notes.getProperty("offsets", base + "_offsets"),
        topic,
        topic + "_dlq",
        topic + "_positions",
        topic + "_apply",
        base.replace('_', '-'));
  }
}
