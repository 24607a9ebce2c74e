package io.employeecdc.consumer.loop;

import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.kafka.TopicRole;
import io.employeecdc.runtime.logging.Coded;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where partitions that come are read from, and whether the topic has all that follows: of what is
 * older than the time for which it keeps every change, compaction may have taken the delete of a
 * row that the target has.
 */
final class PartitionStart {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionStart.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Consumer<byte[], byte[]> consumer;
  private final OffsetTracker offsets;
  private final Clock clock;

  /** Of partitions that are read on from too long ago: from where. */
  private final Map<TopicPartition, Long> late = new ConcurrentHashMap<>();

  private volatile boolean unseen;

  PartitionStart(Consumer<byte[], byte[]> consumer, OffsetTracker offsets, Clock clock) {
    this.consumer = consumer;
    this.offsets = offsets;
    this.clock = clock;
  }

  /** Looks from where partitions are read that came. */
  void begin() {
    Set<TopicPartition> came = offsets.unknown(consumer.assignment());
    if (came.isEmpty()) {
      return;
    }
    long since = clock.millis() - TopicRole.EVERY_CHANGE.toMillis();
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(came, TIMEOUT);
    Map<TopicPartition, Long> starts = consumer.beginningOffsets(came, TIMEOUT);
    Map<TopicPartition, Long> ends = consumer.endOffsets(came, TIMEOUT);
    Map<TopicPartition, OffsetAndTimestamp> complete =
        consumer.offsetsForTimes(
            came.stream().collect(Collectors.toMap(one -> one, one -> since)), TIMEOUT);
    for (TopicPartition partition : came) {
      Optional<OffsetAndMetadata> found = Optional.ofNullable(committed.get(partition));
      long offset = found.map(OffsetAndMetadata::offset).orElse(starts.get(partition));
      OffsetAndTimestamp from = complete.get(partition);
      // The last of what is old is the mark of a transaction, and no change.
      if (offset < (from == null ? ends.get(partition) : from.offset()) - 1) {
        late.put(partition, offset);
      }
      offsets.begin(partition, found, starts.get(partition));
    }
    unseen = true;
  }

  /** Whether the target has not been asked since some came. */
  boolean isUnseen() {
    return unseen;
  }

  /** The target knows these partitions; where it knows nothing, it has no row too much. */
  void seen(Set<Integer> known) {
    late.keySet().removeIf(partition -> !known.contains(partition.partition()));
    late.forEach(
        (partition, offset) ->
            Coded.warn(
                LOG,
                ErrorCode.TARGET_BEHIND,
                "Partition {} of {} is read on from offset {}, which is more than {} days back: of"
                    + " what follows, compaction may have taken changes. Once all is read, run 'cdc"
                    + " verify --repair'",
                partition.partition(),
                partition.topic(),
                offset,
                TopicRole.EVERY_CHANGE.toDays()));
    late.clear();
    unseen = false;
  }
}
