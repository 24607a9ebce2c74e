package io.employeecdc.consumer.loop;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the group is behind, in all other partitions, with what came before a record. A unique
 * value may be handed over between employees of different partitions; the taker's record can then
 * be read before the giver's, and must wait for it.
 *
 * <p>In the source the giver committed first, so when the taker's record is in the topic the
 * giver's is there too: the present ends of the other partitions are far enough. Where those are
 * far away, because there is a backlog, records much younger than the taker's need not be waited
 * for.
 */
final class CatchUp {
  private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  /**
   * A record bears the time when its change was made, not when that was committed, so the giver's
   * may be the younger: by no more than the taker's transaction waited for the giver's.
   */
  private static final Duration LONGEST_WAIT_IN_SOURCE = Duration.ofMinutes(1);

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final Pending own;

  private long newest;
  private Optional<Map<TopicPartition, Long>> goal = Optional.empty();

  /** What the group committed when last asked. */
  private Optional<Map<TopicPartition, OffsetAndMetadata>> committed = Optional.empty();

  /**
   * Between a consumer and the others of its group.
   *
   * @param own tells of the consumer's own partitions, sooner than what it committed
   */
  CatchUp(Consumer<byte[], byte[]> consumer, String topic, Pending own) {
    this.consumer = consumer;
    this.topic = topic;
    this.own = own;
  }

  /**
   * Everything is to be asked again, when it is needed.
   *
   * @param timestamp of the newest record that waits, milliseconds since 1970
   */
  void begin(long timestamp) {
    newest = timestamp;
    goal = Optional.empty();
    committed = Optional.empty();
  }

  /**
   * Where all partitions must have got to: also a record's own, and those of other records that
   * wait with it, of which only a part may have come.
   *
   * @return empty if Kafka does not answer now
   */
  Optional<Map<TopicPartition, Long>> goal() {
    try {
      if (goal.isEmpty()) {
        goal = Optional.of(ends());
      }
    } catch (TimeoutException e) {
      LOG.debug("The ends of {} are not known: {}", topic, e.getClass().getSimpleName());
    }
    return goal;
  }

  /** How many records the group is short of a goal; empty if unknown. */
  OptionalLong behind(Map<TopicPartition, Long> some) {
    try {
      if (committed.isEmpty()) {
        committed = Optional.of(consumer.committed(some.keySet(), TIMEOUT));
      }
      return OptionalLong.of(
          some.entrySet().stream()
              .mapToLong(entry -> Math.max(0, entry.getValue() - through(entry.getKey())))
              .sum());
    } catch (TimeoutException e) {
      return OptionalLong.empty();
    }
  }

  private Map<TopicPartition, Long> ends() {
    Set<TopicPartition> all =
        consumer.partitionsFor(topic, TIMEOUT).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .collect(Collectors.toSet());
    Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(all, TIMEOUT));
    long late = newest + LONGEST_WAIT_IN_SOURCE.toMillis();
    consumer
        .offsetsForTimes(all.stream().collect(Collectors.toMap(p -> p, p -> late)), TIMEOUT)
        .forEach(
            (partition, found) -> {
              if (found != null) {
                ends.put(partition, found.offset());
              }
            });
    return ends;
  }

  private long through(TopicPartition partition) {
    OffsetAndMetadata theirs = committed.orElseThrow().get(partition);
    return own.through(partition).orElse(theirs == null ? 0 : Pending.through(theirs));
  }
}
