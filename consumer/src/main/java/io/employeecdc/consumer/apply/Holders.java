package io.employeecdc.consumer.apply;

import java.util.Map;
import java.util.Set;

/**
 * Who holds unique values that other employees want, and who of these want the same.
 *
 * @param byWanting by the employee who wants: who holds it, with the id of the change that the
 *     holder's row is from; 0 if that is not known
 * @param outbid the employees who want what another wants by a newer change
 * @param mustStay whether no row may go, even for a moment, to let another have its value
 */
record Holders(Map<Integer, Map<Integer, Long>> byWanting, Set<Integer> outbid, boolean mustStay) {
  static final Holders NONE = new Holders(Map.of(), Set.of(), true);

  Holders {
    byWanting = Map.copyOf(byWanting);
    outbid = Set.copyOf(outbid);
  }

  /** Those that hold what this employee wants. */
  Map<Integer, Long> of(int employee) {
    return byWanting.getOrDefault(employee, Map.of());
  }
}
