package io.employeecdc.consumer.loop;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Partitions that go on although a record of theirs waits for others. Their offset must stay before
 * that record; how far they are through beyond it is committed as the offset's metadata, or two
 * partitions with such records would wait for each other.
 */
final class Held {
  private static final String THROUGH = "through ";

  /** Of each held partition, the offset of its first record that waits. */
  private final Map<TopicPartition, Long> from = new HashMap<>();

  Set<TopicPartition> partitions() {
    return Set.copyOf(from.keySet());
  }

  /** A partition's first record that waits, unless an earlier one does. */
  void hold(TopicPartition partition, long offset) {
    from.putIfAbsent(partition, offset);
  }

  /** What waited in a partition up to an offset has its outcome. */
  void release(TopicPartition partition, long end, boolean moreWaits) {
    if (moreWaits) {
      from.put(partition, end);
    } else {
      from.remove(partition);
    }
  }

  void lose(TopicPartition partition) {
    from.remove(partition);
  }

  /** The offset to commit for a held partition that is through up to another. */
  OffsetAndMetadata offset(TopicPartition partition, long through) {
    return new OffsetAndMetadata(from.get(partition), THROUGH + through);
  }

  /** How far a partition is through, by what its consumer committed. */
  static long through(OffsetAndMetadata committed) {
    String text = committed.metadata();
    if (text == null || !text.startsWith(THROUGH)) {
      return committed.offset();
    }
    try {
      return Long.parseLong(text.substring(THROUGH.length()));
    } catch (NumberFormatException e) {
      return committed.offset();
    }
  }
}
