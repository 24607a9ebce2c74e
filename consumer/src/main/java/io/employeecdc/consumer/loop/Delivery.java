package io.employeecdc.consumer.loop;

import io.employeecdc.consumer.deadletter.DeadLetter;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What goes to Kafka at once.
 *
 * @param letters all before the offset of their partition
 */
record Delivery(List<DeadLetter> letters, Map<TopicPartition, OffsetAndMetadata> offsets) {
  /** Of it, what concerns these partitions. */
  Delivery of(Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> theirs = new HashMap<>(offsets);
    theirs.keySet().retainAll(partitions);
    return new Delivery(
        letters.stream()
            .filter(letter -> theirs.containsKey(Places.partition(letter.original())))
            .toList(),
        theirs);
  }
}
