package io.employeecdc.consumer.deadletter;

import io.employeecdc.consumer.failure.OutageException;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.kafka.KafkaFailure;
import io.employeecdc.runtime.kafka.KafkaSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes dead letters and the offsets of their batch in one Kafka transaction, so that a crash at
 * any instant leaves both or neither: no dead letter is lost, none is doubled.
 *
 * <p>The offsets carry the consumer's generation in its group. A consumer that was stopped for so
 * long that its partitions went to another is refused there, and with it its letters.
 *
 * <p>After any failure the producer is thrown away. The next one takes the same transactional id,
 * which ends the open transaction one way or the other; whether it was committed then shows in the
 * group's offsets, where it is looked before the same is written again.
 */
public final class DeadLetterTopic implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final KafkaSettings kafka;
  private final String topic;
  private final String group;
  private final String transactionalId;
  private final Clock clock;
  private KafkaProducer<byte[], byte[]> producer;

  /** What may have been written, the answer having been lost. */
  private Map<TopicPartition, OffsetAndMetadata> doubtful = Map.of();

  /**
   * Connects when the first letter is written.
   *
   * @param group the consumer group whose offsets are committed with them
   * @param transactionalId unique among all consumers that run at the same time
   */
  public DeadLetterTopic(
      KafkaSettings kafka, String topic, String group, String transactionalId, Clock clock) {
    this.kafka = kafka;
    this.topic = topic;
    this.group = group;
    this.transactionalId = transactionalId;
    this.clock = clock;
  }

  /**
   * Writes letters and offsets, all or none. While the topic refuses one for its size, those that
   * are at least half as large as the largest go without their values: each round costs time, and
   * whoever sent them must not decide how many there are.
   *
   * @param offsets of partitions with letters lie behind them, and before them until now; none if
   *     the letters are of what a consumer has passed before
   * @param member of the group whose offsets they are; null if there are none
   * @throws OutageException if it may work later; to be called again with the same, or with what is
   *     left of it
   * @throws CdcException if the topic is missing or refuses
   */
  public void publish(
      List<DeadLetter> letters,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      Consumer<?, ?> member)
      throws OutageException {
    if (!offsets.isEmpty()
        && doubtful.entrySet().containsAll(offsets.entrySet())
        && isWritten(offsets, member)) {
      return;
    }
    doubtful = Map.copyOf(offsets);
    ConsumerGroupMetadata generation = offsets.isEmpty() ? null : member.groupMetadata();
    List<DeadLetter> left = letters;
    while (!tryOnce(left, offsets, generation)) {
      int large = largest(left).orElseThrow() / 2;
      left = left.stream().map(one -> one.bytes() >= large ? one.reduced() : one).toList();
    }
    doubtful = Map.of();
  }

  /** The size of the largest letter that can be reduced; empty if none can. */
  private static OptionalInt largest(List<DeadLetter> letters) {
    return letters.stream().filter(one -> !one.isReduced()).mapToInt(DeadLetter::bytes).max();
  }

  private boolean isWritten(Map<TopicPartition, OffsetAndMetadata> offsets, Consumer<?, ?> member)
      throws OutageException {
    settle();
    Map<TopicPartition, OffsetAndMetadata> committed = member.committed(offsets.keySet());
    return offsets.entrySet().stream()
        .allMatch(
            goal -> {
              OffsetAndMetadata found = committed.get(goal.getKey());
              return found != null && found.offset() >= goal.getValue().offset();
            });
  }

  /**
   * One transaction.
   *
   * @return false if a letter is too large to be taken, and some can be reduced
   */
  private boolean tryOnce(
      List<DeadLetter> letters,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata generation)
      throws OutageException {
    AtomicReference<Exception> failure = new AtomicReference<>();
    try {
      open();
      producer.beginTransaction();
      Instant now = clock.instant();
      for (DeadLetter letter : letters) {
        if (failure.get() != null) {
          // Each that follows would wait for a topic that is missing as long as the first did.
          throw new KafkaException("a letter before this one failed");
        }
        Future<RecordMetadata> unused =
            producer.send(record(letter, now), (sent, e) -> failure.compareAndSet(null, e));
      }
      if (!offsets.isEmpty()) {
        producer.sendOffsetsToTransaction(offsets, generation);
      }
      producer.commitTransaction();
      return true;
    } catch (RuntimeException e) {
      // A commit's own exception only says that a letter failed. To be asked before the producer
      // goes, which fails what it has not sent: that is no reason.
      Exception reason = Objects.requireNonNullElse(failure.get(), e);
      discard();
      if (reason instanceof RecordTooLargeException && largest(letters).isPresent()) {
        return false;
      }
      throw explain(reason);
    }
  }

  /**
   * After a failure of {@link #publish}: ends the transaction that may still be open, so that the
   * group's offsets tell whether it was committed.
   *
   * @throws OutageException if it may work later
   */
  public void settle() throws OutageException {
    try {
      open();
    } catch (RuntimeException e) {
      discard();
      throw explain(e);
    }
  }

  @Override
  public void close() {
    if (producer != null) {
      producer.close(CLOSE_TIMEOUT);
    }
  }

  private void open() {
    if (producer == null) {
      producer =
          new KafkaProducer<>(config(), new ByteArraySerializer(), new ByteArraySerializer());
      producer.initTransactions();
    }
  }

  private void discard() {
    if (producer != null) {
      producer.close(Duration.ZERO);
      producer = null;
    }
  }

  private ProducerRecord<byte[], byte[]> record(DeadLetter letter, Instant now) {
    ConsumerRecord<byte[], byte[]> original = letter.original();
    // A broker takes any from other clients; Kafka's producer none before 1970.
    Long timestamp = original.timestamp() < 0 ? null : Long.valueOf(original.timestamp());
    return new ProducerRecord<>(
        topic,
        null,
        timestamp,
        original.key(),
        letter.valueIsLeftOut() ? null : original.value(),
        DeadLetterHeaders.of(letter, group, now));
  }

  /** Ends the process where waiting cannot help; otherwise returns what may pass. */
  private OutageException explain(Exception e) {
    if (e instanceof RecordTooLargeException) {
      throw refused("max.message.bytes is too small even for letters without their values", e);
    }
    if (isMissing(e) || isMissing(e.getCause())) {
      throw refused("there is no such topic; run 'cdc setup'", e);
    }
    if (KafkaFailure.isRefusal(e)) {
      throw KafkaFailure.fatal(kafka, "writing to " + topic, e).orElseThrow();
    }
    Optional<String> setting = KafkaFailure.setting(e);
    if (setting.isPresent()) {
      throw refused(setting.get(), e);
    }
    return new OutageException(
        "kafka", "the dead-letter topic %s: %s".formatted(topic, e.getClass().getSimpleName()), e);
  }

  /** Of a topic that was deleted it is the cause of the time-out of who waits for it. */
  private static boolean isMissing(Throwable e) {
    return e instanceof InvalidTopicException || e instanceof UnknownTopicOrPartitionException;
  }

  private CdcException refused(String reason, Exception e) {
    return new CdcException(
        ErrorCode.DEAD_LETTER_TOPIC,
        "the dead-letter topic %s (--dlq-topic) refuses: %s".formatted(topic, reason),
        e);
  }

  private Map<String, Object> config() {
    Map<String, Object> config = kafka.client(transactionalId);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
    // A successor waits for the offsets of an open transaction, so one must not stay open for long.
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 20_000);
    // The brokers decide how large a record may be; the headers come on top of the original.
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 16 * 1024 * 1024);
    return config;
  }
}
