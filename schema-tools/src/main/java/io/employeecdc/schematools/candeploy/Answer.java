package io.employeecdc.schematools.candeploy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What follows from the facts, a sentence each. Yes, unless there is a reason not to.
 *
 * @param order what to do first, step by step
 */
record Answer(
    List<String> reasons, Set<String> order, List<String> consequences, List<String> notes) {
  Answer() {
    this(new ArrayList<>(), new LinkedHashSet<>(), new ArrayList<>(), new ArrayList<>());
  }

  boolean yes() {
    return reasons.isEmpty();
  }
}
