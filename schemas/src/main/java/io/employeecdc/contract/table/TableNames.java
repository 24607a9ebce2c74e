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
 */
public record TableNames(
    String table,
    String capture,
    String objects,
    String ledger,
    String guard,
    String parked,
    String offsets) {

  static TableNames of(String contract, String rowField, Properties notes) {
    String base =
        contract
            .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
            .replaceAll("([A-Z])([A-Z][a-z])", "$1_$2")
            .toLowerCase(Locale.ROOT);
    return new TableNames(
        notes.getProperty("table", rowField),
        notes.getProperty("capture", base),
        notes.getProperty("objects", base),
        notes.getProperty("ledger", base + "_events"),
        notes.getProperty("guard", base + "_versions"),
        notes.getProperty("parked", base + "_parked"),
        notes.getProperty("offsets", base + "_offsets"));
  }
}
