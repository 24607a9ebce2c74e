package io.employeecdc.pipeline.verify;

import io.employeecdc.contract.table.KeyValue;
import java.util.List;

/**
 * Adjacent ranges of keys, for one statement.
 *
 * @param from the first range's first key; null for the lowest there can be
 * @param cuts the other ranges' first keys, ascending
 * @param to the first key behind the last range; null if there is none
 */
record Block(KeyValue from, List<KeyValue> cuts, KeyValue to) {
  /** How many ranges. */
  int size() {
    return cuts.size() + 1;
  }

  /** The ranges from one of them to another, both included. */
  Block part(int first, int last) {
    return new Block(
        first == 0 ? from : cuts.get(first - 1),
        cuts.subList(first, last),
        last == cuts.size() ? to : cuts.get(last));
  }
}
