package io.employeecdc.consumer.loop;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Where changes wait in a partition.
 *
 * @param from the offset of the first
 * @param through the offset behind the last record that was tried
 * @param employees whose they are, with the id of the newest; {@link Long#MAX_VALUE} if not known
 */
record Stretch(TopicPartition partition, long from, long through, Map<Integer, Long> employees) {}
