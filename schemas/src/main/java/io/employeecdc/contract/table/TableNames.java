package io.employeecdc.contract.table;

import io.employeecdc.contract.Names;
import java.util.List;
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
 * @param history which of our migrations a database has had
 */
public record TableNames(
    String table,
    String capture,
    String objects,
    String ledger,
    String guard,
    String parked,
    String offsets,
    String history) {

  static TableNames of(String contract, String rowField, Properties notes) {
    String base = Names.words(contract);
    return new TableNames(
        notes.getProperty("table", rowField),
        notes.getProperty("capture", base),
        notes.getProperty("objects", base),
        notes.getProperty("ledger", base + "_events"),
        notes.getProperty("guard", base + "_versions"),
        notes.getProperty("parked", base + "_parked"),
        notes.getProperty("offsets", base + "_offsets"),
        notes.getProperty("history", base + "_schema_history"));
  }

  /** Whether nobody but us writes this table of the target. */
  public boolean isOurs(String name) {
    return List.of(ledger, guard, parked, offsets).contains(name);
  }

  /** Names of the tables and the sequence that set-up makes. */
  List<String> ours() {
    return List.of(
        capture,
        objects + "_columns",
        objects + "_backfill",
        objects + "_statement",
        ledger,
        guard,
        parked,
        offsets,
        history);
  }
}
