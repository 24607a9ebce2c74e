package io.employeecdc.consumer.loop;

import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Where changes wait in a partition of another consumer.
 *
 * @param from the offset of the first
 * @param through the offset behind the last record that was tried
 * @param employees whose they are
 */
record Stretch(TopicPartition partition, long from, long through, Set<Integer> employees) {
  Stretch {
    employees = Set.copyOf(employees);
  }
}
