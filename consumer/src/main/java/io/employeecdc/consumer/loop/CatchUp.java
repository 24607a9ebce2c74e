package io.employeecdc.consumer.loop;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Whether the group has got through everything up to a time, in all other partitions. A unique
 * value may be handed over between employees of different partitions; the taker's record can then
 * come before the giver's, and must wait for it.
 */
final class CatchUp {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;

  CatchUp(Consumer<byte[], byte[]> consumer, String topic) {
    this.consumer = consumer;
    this.topic = topic;
  }

  /**
   * Where the other partitions must have got to.
   *
   * @param timestamp milliseconds since 1970; records up to and including it must be through
   * @return empty if Kafka does not answer now
   */
  Optional<Map<TopicPartition, Long>> goal(long timestamp, Collection<TopicPartition> except) {
    try {
      Set<TopicPartition> others =
          consumer.partitionsFor(topic, TIMEOUT).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .filter(partition -> !except.contains(partition))
              .collect(Collectors.toSet());
      Map<TopicPartition, Long> goal = new HashMap<>(consumer.endOffsets(others, TIMEOUT));
      Map<TopicPartition, OffsetAndTimestamp> later =
          consumer.offsetsForTimes(
              others.stream().collect(Collectors.toMap(p -> p, p -> timestamp + 1)), TIMEOUT);
      later.forEach(
          (partition, found) -> {
            if (found != null) {
              goal.put(partition, found.offset());
            }
          });
      return Optional.of(goal);
    } catch (TimeoutException e) {
      return Optional.empty();
    }
  }

  /** True if the group's committed offsets have reached the goal. */
  boolean reached(Map<TopicPartition, Long> goal) {
    try {
      Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(goal.keySet(), TIMEOUT);
      return goal.entrySet().stream()
          .allMatch(
              entry -> {
                OffsetAndMetadata done = committed.get(entry.getKey());
                return entry.getValue() <= (done == null ? 0 : done.offset());
              });
    } catch (TimeoutException e) {
      return false;
    }
  }
}
