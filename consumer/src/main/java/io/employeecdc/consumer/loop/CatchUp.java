package io.employeecdc.consumer.loop;

import io.employeecdc.runtime.kafka.AdminClients;
import io.employeecdc.runtime.kafka.KafkaFailure;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.kafka.TopicEnds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
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

  /** All of the topic, once they are known. */
  private Set<TopicPartition> partitions = Set.of();

  /** Whether a question of this look stayed without an answer. */
  private boolean silent;

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
    silent = false;
  }

  /**
   * Where all partitions must have got to: also a record's own, and those of other records that
   * wait with it, of which only a part may have come.
   *
   * @return empty if Kafka does not answer now
   */
  Optional<Map<TopicPartition, Long>> goal() {
    if (goal.isEmpty()) {
      goal = answer(this::goalNow);
      goal.ifPresent(ends -> partitions = ends.keySet());
    }
    return goal;
  }

  /** How many records the group is short of a goal; empty if unknown. */
  OptionalLong behind(Map<TopicPartition, Long> some) {
    return committed()
        .map(
            all ->
                OptionalLong.of(
                    some.entrySet().stream()
                        .mapToLong(end -> Math.max(0, end.getValue() - through(end.getKey(), all)))
                        .sum()))
        .orElse(OptionalLong.empty());
  }

  /** What waits in the partitions of others; empty if unknown. */
  Optional<Held> heldByOthers() {
    return committedByOthers()
        .map(
            all ->
                all.values().stream().map(Note::of).map(Note::held).reduce(Held.NONE, Held::plus));
  }

  /** Where changes wait in the partitions of others, as far as that is known. */
  List<Stretch> stretchesOfOthers() {
    return committedByOthers().stream()
        .flatMap(all -> all.entrySet().stream())
        .flatMap(
            theirs ->
                Note.of(theirs.getValue())
                    .stretch(theirs.getKey(), theirs.getValue().offset())
                    .stream())
        .toList();
  }

  @Override
  public void close() {
    admin.ifPresent(open -> open.close(Duration.ZERO));
  }

  private Optional<Map<TopicPartition, OffsetAndMetadata>> committedByOthers() {
    return committed()
        .map(
            all ->
                all.entrySet().stream()
                    .filter(theirs -> theirs.getValue() != null)
                    .filter(theirs -> own.through(theirs.getKey()).isEmpty())
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  private Optional<Map<TopicPartition, OffsetAndMetadata>> committed() {
    if (committed.isEmpty()) {
      committed = answer(() -> consumer.committed(partitions, TIMEOUT));
    }
    return committed;
  }

  /** Each question may take its time in vain; after the first of a look no more are asked. */
  private <T> Optional<T> answer(Supplier<T> question) {
    if (silent) {
      return Optional.empty();
    }
    try {
      return Optional.of(question.get());
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      if (KafkaFailure.isRefusal(e)) {
        throw e;
      }
      LOG.debug("Kafka does not tell how far {} is: {}", topic, e.getClass().getSimpleName());
      silent = true;
      return Optional.empty();
    }
  }

  private Map<TopicPartition, Long> goalNow() {
    if (admin.isEmpty()) {
      admin = Optional.of(AdminClients.open(kafka, name, TIMEOUT, 1));
    }
    try {
      return new TopicEnds(admin.get(), topic)
          .readBefore(newest + LONGEST_WAIT_IN_SOURCE.toMillis());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private long through(
      TopicPartition partition, Map<TopicPartition, OffsetAndMetadata> committedByAll) {
    OffsetAndMetadata theirs = committedByAll.get(partition);
    return own.through(partition).orElse(theirs == null ? 0 : Note.of(theirs).through());
  }
}
