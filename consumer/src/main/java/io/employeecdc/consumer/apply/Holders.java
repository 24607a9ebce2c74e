package io.employeecdc.consumer.apply;

import java.util.Map;

/**
 * Who holds unique values that other employees want.
 *
 * @param byWanting by the employee who wants: who holds it, with the id of the change that the
 *     holder's row is from; 0 if that is not known
 * @param mustStay whether no row may go, even for a moment, to let another have its value
 */
record Holders(Map<Integer, Map<Integer, Long>> byWanting, boolean mustStay) {
  static final Holders NONE = new Holders(Map.of(), true);

  Holders {
    byWanting = Map.copyOf(byWanting);
  }

  /** Those that hold what this employee wants. */
  Map<Integer, Long> of(int employee) {
    return byWanting.getOrDefault(employee, Map.of());
  }
}
