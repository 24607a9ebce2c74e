package io.employeecdc.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.schema.EmployeeCDC;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The changes of the topic as a read_committed reader gets them, of which each must come once,
 * those of one employee in their order, and none that was rolled back. Keeps no change, for there
 * may be millions.
 */
final class TopicReading implements BiConsumer<EmployeeCDC, ConsumerRecord<?, ?>> {
  private final BitSet seen = new BitSet();
  private final Map<Integer, Long> newest = new HashMap<>();
  private final List<String> wrong = new ArrayList<>();
  private long count;
  private long sum;

  @Override
  public void accept(EmployeeCDC change, ConsumerRecord<?, ?> record) {
    long id = change.getActionId();
    Long before = newest.put(change.getEmpId(), id);
    boolean outOfOrder = before != null && before >= id;
    if (outOfOrder || seen.get(Math.toIntExact(id)) || wasRolledBack(change)) {
      wrong.add(id + " at " + record.partition() + ":" + record.offset());
    }
    seen.set(Math.toIntExact(id));
    count++;
    sum += id;
  }

  /**
   * Judges what was read.
   *
   * @param captured count and sum of the ids of all changes that were committed
   */
  void check(String captured) {
    assertThat(wrong).as("changes that came twice, out of order, or rolled back").isEmpty();
    assertThat(count + "/" + sum).as("changes in the topic").isEqualTo(captured);
  }

  private static boolean wasRolledBack(EmployeeCDC change) {
    return change.getEmployee() != null
        && Workload.ROLLED_BACK.equals(change.getEmployee().getCity());
  }
}
