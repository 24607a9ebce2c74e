package io.employeecdc.consumer.apply;

import io.employeecdc.schema.Employee;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Changes that want the same unique value. */
final class Twins {
  private static final Map<String, Function<Employee, Object>> COLUMNS =
      Map.of(
          "first_name", Employee::getFirstName,
          "last_name", Employee::getLastName,
          "dob", Employee::getDob,
          "city", Employee::getCity,
          "salary", Employee::getSalary);

  private static final Comparator<Change> OLDEST_FIRST = Comparator.comparingLong(Change::actionId);

  private Twins() {}

  /**
   * Of the changes that want the same value, all but the oldest: those that probably fail. What the
   * server takes for equal beyond that is not known here.
   *
   * @param writes at most one per employee
   * @param uniques the columns of each unique key
   */
  static Set<Change> allButOldest(List<Change> writes, List<List<String>> uniques) {
    return allButFirst(writes, uniques, OLDEST_FIRST);
  }

  /** As {@link #allButOldest}, but the newest: those that others have overtaken. */
  static Set<Change> allButNewest(List<Change> writes, List<List<String>> uniques) {
    return allButFirst(writes, uniques, OLDEST_FIRST.reversed());
  }

  private static Set<Change> allButFirst(
      List<Change> writes, List<List<String>> uniques, Comparator<Change> order) {
    Set<Change> twins = Collections.newSetFromMap(new IdentityHashMap<>());
    for (List<String> key : uniques) {
      // One that holds the employee's own key has no twins.
      if (COLUMNS.keySet().containsAll(key)) {
        addTwins(writes, key.stream().map(COLUMNS::get).toList(), order, twins);
      }
    }
    return twins;
  }

  private static void addTwins(
      List<Change> writes,
      List<Function<Employee, Object>> key,
      Comparator<Change> order,
      Set<Change> twins) {
    Map<Object, Change> first = new HashMap<>(2 * writes.size());
    for (Change write : writes) {
      Object value = key.size() == 1 ? key.get(0).apply(write.row()) : values(key, write.row());
      if (value == null) {
        continue;
      }
      Change other = first.putIfAbsent(value, write);
      if (other != null) {
        boolean before = order.compare(write, other) < 0;
        twins.add(before ? other : write);
        if (before) {
          first.put(value, write);
        }
      }
    }
  }

  /** Null if one of them is, for then nothing is equal to it. */
  private static List<Object> values(List<Function<Employee, Object>> key, Employee row) {
    Object[] values = new Object[key.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = key.get(i).apply(row);
      if (values[i] == null) {
        return null;
      }
    }
    return List.of(values);
  }
}
