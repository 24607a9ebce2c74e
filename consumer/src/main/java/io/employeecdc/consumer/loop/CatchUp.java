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
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
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
 * far away, because there is a backlog, a partition is also far enough once a record has been read
 * that is much younger than the taker's.
 */
final class CatchUp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  /**
   * A record bears the time when its change was made, not when that was committed, so the giver's
   * may be the younger: by no more than the taker's transaction waited for the giver's.
   */
  private static final Duration LONGEST_WAIT_IN_SOURCE = Duration.ofMinutes(1);

  private static final End NOTHING_YET = End.at(new OffsetAndMetadata(0));

  /** Something that Kafka is asked. */
  private interface Question<T> {
    T ask() throws ExecutionException, InterruptedException;
  }

  private final Consumer<byte[], byte[]> consumer;
  private final KafkaSettings kafka;
  private final String topic;
  private final String group;
  private final String name;
  private final Pending own;

  /** From the first question on. */
  private Optional<Admin> admin = Optional.empty();

  /** All of the topic, once they are known. */
  private Set<TopicPartition> partitions = Set.of();

  /** Whether a question of this look stayed without an answer. */
  private boolean silent;

  private Optional<Map<TopicPartition, Long>> goal = Optional.empty();

  /** The answer of {@link #settled}. */
  private Optional<Boolean> settled = Optional.empty();

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
    this.group = settings.group();
    this.name = settings.clientId() + "-ends";
    this.own = own;
  }

  /** Everything is to be asked again, when it is needed. */
  void begin() {
    goal = Optional.empty();
    committed = Optional.empty();
    settled = Optional.empty();
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
      goal = answer(() -> new TopicEnds(admin(), topic).read());
      goal.ifPresent(ends -> partitions = ends.keySet());
    }
    return goal;
  }

  /**
   * How many records the group is short of a goal; empty if unknown.
   *
   * @param timestamp of the record that waits, in milliseconds since 1970
   */
  OptionalLong behind(Map<TopicPartition, Long> some, long timestamp) {
    return committed()
        .map(
            all ->
                OptionalLong.of(
                    some.entrySet().stream()
                        .mapToLong(one -> left(one.getValue(), end(one.getKey(), all), timestamp))
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
        .flatMap(theirs -> Note.stretch(theirs.getKey(), theirs.getValue()).stream())
        .toList();
  }

  /**
   * Whether the group's offsets are what they will be. While a transaction with some of them is
   * open, and who began it may be dead, nobody who stands still is behind for good.
   */
  boolean settled() {
    if (settled.isEmpty()) {
      settled =
          answer(
              () -> {
                Map<TopicPartition, OffsetAndMetadata> unused =
                    consumer.committed(partitions, TIMEOUT);
                return true;
              });
    }
    return settled.orElse(false);
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
                    .filter(theirs -> own.end(theirs.getKey()).isEmpty())
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  private Optional<Map<TopicPartition, OffsetAndMetadata>> committed() {
    if (committed.isEmpty()) {
      // Of offsets in a transaction that is not over, those before it: a consumer would wait for
      // it.
      committed = answer(this::committedNow);
    }
    return committed;
  }

  /** Each question may take its time in vain; after the first of a look no more are asked. */
  private <T> Optional<T> answer(Question<T> question) {
    if (silent) {
      return Optional.empty();
    }
    try {
      return Optional.of(question.ask());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (InterruptException e) {
      throw e;
    } catch (ExecutionException | KafkaException e) {
      Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
      if (KafkaFailure.isRefusal(cause)) {
        throw (KafkaException) cause;
      }
      LOG.debug("Kafka does not tell how far {} is: {}", topic, cause.getClass().getSimpleName());
      silent = true;
      return Optional.empty();
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> committedNow()
      throws ExecutionException, InterruptedException {
    return admin()
        .listConsumerGroupOffsets(
            Map.of(group, new ListConsumerGroupOffsetsSpec().topicPartitions(partitions)))
        .partitionsToOffsetAndMetadata(group)
        .get();
  }

  private Admin admin() {
    if (admin.isEmpty()) {
      admin = Optional.of(AdminClients.open(kafka, name, TIMEOUT, 1));
    }
    return admin.get();
  }

  private End end(TopicPartition partition, Map<TopicPartition, OffsetAndMetadata> all) {
    OffsetAndMetadata theirs = all.get(partition);
    return own.end(partition)
        .or(() -> Optional.ofNullable(theirs).map(Note::of).map(Note::end))
        .orElse(NOTHING_YET);
  }

  private static long left(long goal, End end, long timestamp) {
    boolean muchYounger = end.timestamp() - LONGEST_WAIT_IN_SOURCE.toMillis() > timestamp;
    return muchYounger ? 0 : Math.max(0, goal - end.next().offset());
  }
}
