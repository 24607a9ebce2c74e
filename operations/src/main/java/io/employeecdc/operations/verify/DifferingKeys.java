package io.employeecdc.operations.verify;

import io.employeecdc.contract.table.KeyValue;
import java.util.List;

/**
 * The keys that differ in one way.
 *
 * @param count all of them
 * @param keys those that were found first, ascending, as many as were asked for
 */
public record DifferingKeys(long count, List<KeyValue> keys) {
  static final DifferingKeys NONE = new DifferingKeys(0, List.of());

  public DifferingKeys {
    keys = List.copyOf(keys);
  }

  /** The same count with at most so many keys. */
  DifferingKeys limitedTo(int limit) {
    return keys.size() <= limit ? this : new DifferingKeys(count, keys.subList(0, limit));
  }
}
