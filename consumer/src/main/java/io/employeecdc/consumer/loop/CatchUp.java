package io.employeecdc.consumer.loop;

import io.employeecdc.runtime.kafka.AdminClients;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.kafka.TopicEnds;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
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
final class CatchUp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  /**
   * A record bears the time when its change was made, not when that was committed, so the giver's
   * may be the younger: by no more than the taker's transaction waited for the giver's.
   */
  private static final Duration LONGEST_WAIT_IN_SOURCE = Duration.ofMinutes(1);

  private final Consumer<byte[], byte[]> consumer;
  private final KafkaSettings kafka;
  private final String topic;
  private final String name;
  private final Pending own;

  /** From the first question on. */
  private Optional<Admin> admin = Optional.empty();

  private long newest;
  private Optional<Map<TopicPartition, Long>> goal = Optional.empty();

  /** What the group committed when last asked. */
  private Optional<Map<TopicPartition, OffsetAndMetadata>> committed = Optional.empty();

  /**
   * Between a consumer and the others of its group.
   *
   * @param own tells of the consumer's own partitions, sooner than what it committed
   */
  CatchUp(Consumer<byte[], byte[]> consumer, LoopSettings settings, Pending own) {
    this.consumer = consumer;
    this.kafka = settings.kafka();
    this.topic = settings.topic();
    this.name = settings.clientId() + "-ends";
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
        goal = Optional.of(goalNow());
      }
    } catch (TimeoutException e) {
      LOG.debug("The ends of {} are not known: {}", topic, e.getClass().getSimpleName());
    }
    return goal;
  }

  /** How many records the group is short of a goal; empty if unknown. */
  OptionalLong behind(Map<TopicPartition, Long> some) {
    try {
      Map<TopicPartition, OffsetAndMetadata> theirs = committed(some.keySet());
      return OptionalLong.of(
          some.entrySet().stream()
              .mapToLong(end -> Math.max(0, end.getValue() - through(end.getKey(), theirs)))
              .sum());
    } catch (TimeoutException e) {
      return OptionalLong.empty();
    }
  }

  /** What waits in the partitions of others; empty if unknown. */
  Optional<Held> heldByOthers(Set<TopicPartition> partitions) {
    try {
      return Optional.of(
          committed(partitions).entrySet().stream()
              .filter(theirs -> theirs.getValue() != null)
              .filter(theirs -> own.through(theirs.getKey()).isEmpty())
              .map(theirs -> Pending.held(theirs.getValue()))
              .reduce(Held.NONE, Held::plus));
    } catch (TimeoutException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    admin.ifPresent(open -> open.close(Duration.ZERO));
  }

  private Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
    if (committed.isEmpty()) {
      committed = Optional.of(consumer.committed(partitions, TIMEOUT));
    }
    return committed.get();
  }

  private Map<TopicPartition, Long> goalNow() {
    Map<TopicPartition, Long> ends = ends();
    long late = newest + LONGEST_WAIT_IN_SOURCE.toMillis();
    consumer
        .offsetsForTimes(
            ends.keySet().stream().collect(Collectors.toMap(p -> p, p -> late)), TIMEOUT)
        .forEach(
            (partition, found) -> {
              if (found != null) {
                ends.put(partition, found.offset());
              }
            });
    return ends;
  }

  private Map<TopicPartition, Long> ends() {
    if (admin.isEmpty()) {
      admin = Optional.of(AdminClients.open(kafka, name, TIMEOUT, 1));
    }
    try {
      return new TopicEnds(admin.get(), topic).read();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private long through(
      TopicPartition partition, Map<TopicPartition, OffsetAndMetadata> committedByAll) {
    OffsetAndMetadata theirs = committedByAll.get(partition);
    return own.through(partition).orElse(theirs == null ? 0 : Pending.through(theirs));
  }
}
