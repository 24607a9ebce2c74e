package io.employeecdc.consumer.loop;

import io.employeecdc.consumer.apply.AppliedOffsets;
import io.employeecdc.consumer.apply.AppliedThrough;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.kafka.TopicRole;
import io.employeecdc.runtime.logging.Coded;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the target has been told that each partition is applied, and where partitions stand that
 * moved without records, such as past the marks of transactions. Offsets are committed only after
 * the target knows them: it must never be behind the group.
 *
 * <p>And whether the topic has all that follows where a partition is read that came: of what is
 * older than the time for which it keeps every change, compaction may have taken the delete of a
 * row that the target has.
 */
final class OffsetTracker {
  private static final Logger LOG = LoggerFactory.getLogger(OffsetTracker.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** The metadata of offsets that the target knows too. */
  private static final String IN_TARGET = "in applied_offsets";

  /**
   * The metadata of offsets before which there are dead letters of an outage, which the target did
   * not see: from where on, and whether it may know nothing of the partition.
   */
  private static final String AFTER_OUTAGE = "dead letters of an outage before it, from ";

  private static final String UNLESS_UNKNOWN = ", unless it knows nothing of it";
  private static final Pattern FROM =
      Pattern.compile(AFTER_OUTAGE + "(\\d{1,18})(" + UNLESS_UNKNOWN + ")?");

  private final Consumer<byte[], byte[]> consumer;
  private final Clock clock;
  private final LoopSettings settings;
  private final Map<Integer, AppliedThrough.Move> told = new HashMap<>();
  private final Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();

  /** Of partitions that are read on from too long ago: from where. */
  private final Map<TopicPartition, Long> late = new HashMap<>();

  OffsetTracker(Consumer<byte[], byte[]> consumer, Clock clock, LoopSettings settings) {
    this.consumer = consumer;
    this.clock = clock;
    this.settings = settings;
  }

  /** Looks from where partitions are read that came. */
  void begin() {
    Set<TopicPartition> came = new HashSet<>(consumer.assignment());
    came.removeIf(partition -> told.containsKey(partition.partition()));
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
      begin(partition, found, starts.get(partition));
    }
  }

  /**
   * Before the target is told of partitions that came: where it knows nothing, no row is too much.
   */
  void warnOfLate(AppliedOffsets target) throws SQLException {
    if (late.isEmpty()) {
      return;
    }
    Set<Integer> known = target.read(settings.topic()).keySet();
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
  }

  /**
   * A partition came. What lies before where it is read from should be in the target, or what lies
   * before the dead letters of an outage. Only where the group was not told so, or there is nothing
   * before, may the target know nothing of the partition.
   *
   * @param committed by the group; empty if it has no offset there
   * @param start the first offset that the topic has
   */
  private void begin(TopicPartition partition, Optional<OffsetAndMetadata> committed, long start) {
    long offset = committed.map(OffsetAndMetadata::offset).orElse(start);
    String said = committed.map(OffsetAndMetadata::metadata).orElse("");
    Matcher outage = FROM.matcher(said);
    boolean wasOutage = outage.matches();
    long begin = wasOutage ? Long.parseLong(outage.group(1)) : offset;
    boolean mayBeUnknown =
        wasOutage ? outage.group(2) != null : offset <= start || !said.equals(IN_TARGET);
    told.put(partition.partition(), new AppliedThrough.Move(begin, offset, mayBeUnknown));
    moved.putIfAbsent(partition, new OffsetAndMetadata(offset));
  }

  /** Partitions moved without records. */
  void moved(Map<TopicPartition, OffsetAndMetadata> ends) {
    ends.forEach(this::moved);
  }

  private void moved(TopicPartition partition, OffsetAndMetadata end) {
    moved.merge(partition, end, (one, other) -> one.offset() > other.offset() ? one : other);
  }

  /** Where partitions stand that moved without records, and of which the target is not told yet. */
  Map<TopicPartition, OffsetAndMetadata> moved() {
    return Map.copyOf(moved);
  }

  /**
   * What the target is told with a batch that ends there.
   *
   * @param all whether also of partitions that are where they were
   */
  AppliedThrough through(Map<TopicPartition, OffsetAndMetadata> ends, boolean all) {
    Map<Integer, AppliedThrough.Move> moves = new HashMap<>(all ? told : Map.of());
    ends.forEach(
        (partition, end) -> {
          AppliedThrough.Move before = before(partition);
          moves.put(
              partition.partition(),
              new AppliedThrough.Move(before.begin(), end.offset(), before.mayBeUnknown()));
        });
    return new AppliedThrough(settings.topic(), settings.topicId(), moves);
  }

  /** The target has been told. What the group is told now. */
  Map<TopicPartition, OffsetAndMetadata> applied(Map<TopicPartition, OffsetAndMetadata> ends) {
    Map<TopicPartition, OffsetAndMetadata> marked = new HashMap<>();
    ends.forEach(
        (partition, end) -> {
          told.put(
              partition.partition(), new AppliedThrough.Move(end.offset(), end.offset(), false));
          moved.computeIfPresent(
              partition, (same, other) -> other.offset() > end.offset() ? other : null);
          marked.put(partition, marked(end, IN_TARGET));
        });
    return marked;
  }

  /**
   * Letters of an outage came of it: the target is told when it is there again. What the group is
   * told now, so that whoever reads on knows what the target must have all the same.
   */
  Map<TopicPartition, OffsetAndMetadata> givenUp(Map<TopicPartition, OffsetAndMetadata> ends) {
    Map<TopicPartition, OffsetAndMetadata> marked = new HashMap<>();
    ends.forEach(
        (partition, end) -> {
          moved(partition, end);
          AppliedThrough.Move before = before(partition);
          String metadata =
              AFTER_OUTAGE + before.begin() + (before.mayBeUnknown() ? UNLESS_UNKNOWN : "");
          marked.put(partition, marked(end, metadata));
        });
    return marked;
  }

  private static OffsetAndMetadata marked(OffsetAndMetadata end, String metadata) {
    return new OffsetAndMetadata(end.offset(), end.leaderEpoch(), metadata);
  }

  private AppliedThrough.Move before(TopicPartition partition) {
    return told.getOrDefault(partition.partition(), new AppliedThrough.Move(0, 0, true));
  }

  void forget(Collection<TopicPartition> partitions) {
    partitions.forEach(partition -> told.remove(partition.partition()));
    moved.keySet().removeAll(partitions);
  }
}
