package io.employeecdc.producer.publish;

import io.employeecdc.producer.capture.ChangeBatch;
import io.employeecdc.producer.capture.Position;
import io.employeecdc.producer.capture.PositionJson;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes exactly once.
 *
 * <p>The records of some batches and the position after them are one Kafka transaction, so a crash
 * at any instant leaves both or neither.
 */
public final class Publisher implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final PublishSettings settings;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaClientMetrics metrics;
  private final byte[] positionKey;
  private final List<Header> positionHeaders;
  private Position committed;
  private Position begun;

  /** Null while none is open. */
  private Transaction open;

  private long claim;

  private Publisher(
      PublishSettings settings,
      KafkaProducer<byte[], byte[]> producer,
      List<Header> positionHeaders,
      Position committed) {
    this.settings = settings;
    this.producer = producer;
    this.metrics = new KafkaClientMetrics(producer);
    this.positionKey = settings.producerId().getBytes(StandardCharsets.UTF_8);
    this.positionHeaders = positionHeaders;
    this.committed = committed;
    this.begun = committed;
  }

  /**
   * Fences any other producer with this id, ends its open transaction, finds the position and
   * writes it again in this instance's name.
   *
   * @param positionHeaders of each position that it writes
   * @param start where this instance goes on, after what it found; throws if it may not
   * @param meters where Kafka's own metrics go, until it is closed
   * @throws KafkaException if the brokers do not answer or refuse
   */
  static Publisher open(
      PublishSettings settings,
      List<Header> positionHeaders,
      Function<PositionReader.Stored, Position> start,
      MeterRegistry meters) {
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config(settings), new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions();
      Position position = start.apply(new PositionReader(settings).read());
      Publisher publisher = new Publisher(settings, producer, positionHeaders, position);
      publisher.takeOver();
      publisher.metrics.bindTo(meters);
      return publisher;
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  /** Where the last committed transaction ended. */
  public Position committed() {
    return committed;
  }

  /** The offset of the position that this instance wrote when it took over. */
  long claim() {
    return claim;
  }

  /** Changes that are sent, but not committed yet. */
  public long pending() {
    return open == null ? 0 : open.changes();
  }

  /** True if the open transaction is to be committed: it holds so many changes, or is so old. */
  public boolean isFull(long changes, Duration age) {
    return open != null && (open.changes() >= changes || open.age().compareTo(age) >= 0);
  }

  /**
   * Sends a batch in the open transaction, or in a new one. After any exception {@link #settle} it.
   */
  public void send(ChangeBatch batch) {
    if (open == null) {
      begin();
    }
    open.add(batch);
    // Brokers refuse a record from the future; the change in it keeps the moment as it was read.
    long now = System.currentTimeMillis();
    int records = batch.records();
    for (int i = 0; i < records; i++) {
      send(
          new ProducerRecord<>(
              settings.topic(),
              null,
              Math.min(batch.timestamp(i), now),
              batch.key(i),
              batch.value(i)),
          open);
    }
  }

  /**
   * Commits all that was sent since the last commit, with the position after it. After any
   * exception {@link #settle} it.
   *
   * @return what was committed
   */
  public Transaction commit(Position next) {
    begun = next;
    send(
        new ProducerRecord<>(
            settings.positionTopic(), null, positionKey, PositionJson.write(next), positionHeaders),
        open.ofPosition());
    try {
      producer.commitTransaction();
    } catch (RuntimeException e) {
      throw open.causing(e);
    }
    Transaction ending = open;
    open = null;
    committed = next;
    return ending;
  }

  /** Tells other producers with this id that this instance goes on from here. */
  private void takeOver() {
    begin();
    claim = commit(committed).positionOffset();
  }

  private void begin() {
    producer.beginTransaction();
    open = new Transaction();
  }

  /**
   * Ends the transaction that failed, one way or the other: aborts it or, if its commit went
   * unanswered, asks again. After that this publisher can publish on, from {@link #committed}.
   *
   * @return what was committed, if anything was
   * @throws KafkaException if Kafka does not answer, or took the transaction away: this publisher
   *     is of no more use
   */
  public Optional<Transaction> settle() {
    Transaction ending = open;
    open = null;
    try {
      producer.abortTransaction();
      return Optional.empty();
    } catch (IllegalStateException commitUnanswered) {
      producer.commitTransaction();
      committed = begun;
      return Optional.ofNullable(ending);
    }
  }

  @Override
  public void close() {
    metrics.close();
    producer.close(CLOSE_TIMEOUT);
  }

  /** The commit waits for every record, so the future of a single one is of no use. */
  private void send(ProducerRecord<byte[], byte[]> record, Callback onFailure) {
    try {
      Future<RecordMetadata> unused = producer.send(record, onFailure);
    } catch (RuntimeException e) {
      throw open.causing(e);
    }
  }

  private static Map<String, Object> config(PublishSettings settings) {
    Map<String, Object> config = settings.kafka().client(settings.producerId());
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.producerId());
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L * 1024 * 1024);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 60_000);
    return config;
  }
}
