package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The producer's promise, asked of a topic and its source. */
final class Published {
  private Published() {}

  /** Nothing lost, nothing doubled, nothing that was rolled back, in order per employee. */
  static void keepsThePromise(Pipe pipe) throws Exception {
    List<Change> changes = pipe.changes();
    List<Long> ids = new ArrayList<>(changes.stream().map(Change::actionId).sorted().toList());
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(ids).isEqualTo(pipe.source().actionIds());
    isInOrder(changes);
    endsWithTheRow(pipe, changes);
  }

  private static void isInOrder(List<Change> changes) {
    Map<String, Change> last = new HashMap<>();
    for (Change change : changes) {
      Change before = last.put(change.key(), change);
      if (before != null) {
        assertThat(change.record().partition()).isEqualTo(before.record().partition());
        assertThat(change.actionId()).isGreaterThan(before.actionId());
      }
    }
  }

  private static void endsWithTheRow(Pipe pipe, List<Change> changes) throws Exception {
    Map<Integer, String> last = new HashMap<>();
    changes.forEach(change -> last.put(change.employeeId(), change.row()));
    last.values().removeIf(String::isEmpty);
    Map<Integer, String> rows = new HashMap<>();
    for (String row :
        pipe.source()
            .query(
                "select emp_id || ' ' || concat_ws('|', coalesce(first_name, 'null'),"
                    + " coalesce(last_name, 'null'), coalesce(dob::text, 'null'),"
                    + " coalesce(city, 'null'), coalesce(salary::text, 'null')) from employees")) {
      int space = row.indexOf(' ');
      rows.put(Integer.valueOf(row.substring(0, space)), row.substring(space + 1));
    }
    assertThat(last).isEqualTo(rows);
  }
}
