package io.employeecdc.producer.publish;

import io.employeecdc.producer.capture.ChangeBatch;
import io.employeecdc.producer.capture.Position;
import io.employeecdc.producer.capture.PositionJson;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes exactly once.
 *
 * <p>The records of a batch and the position after it are one Kafka transaction, so a crash at any
 * instant leaves both or neither. When the outcome of a commit is unknown (the broker did not
 * answer), nothing is guessed: a new instance with the same id fences this one, which ends the
 * transaction one way or the other, and the position that is then in the topic is the truth.
 */
public final class Publisher implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final PublishSettings settings;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaClientMetrics metrics;
  private final byte[] positionKey;
  private final Position start;

  private Publisher(
      PublishSettings settings,
      KafkaProducer<byte[], byte[]> producer,
      KafkaClientMetrics metrics,
      Position start) {
    this.settings = settings;
    this.producer = producer;
    this.metrics = metrics;
    this.positionKey = PositionReader.key(settings.producerId());
    this.start = start;
  }

  /**
   * Fences any other producer with this id, ends its open transaction and finds the position.
   *
   * @param meters where Kafka's own metrics of this instance go, until it is closed
   * @throws org.apache.kafka.common.KafkaException if the brokers do not answer or refuse
   */
  public static Publisher open(PublishSettings settings, MeterRegistry meters) {
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config(settings), new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions();
      Position start = new PositionReader(settings).read();
      KafkaClientMetrics metrics = new KafkaClientMetrics(producer);
      metrics.bindTo(meters);
      return new Publisher(settings, producer, metrics, start);
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  /** Where the last committed transaction ended. */
  public Position start() {
    return start;
  }

  /**
   * Publishes a batch and the position after it. After any exception this instance is of no more
   * use: close it and open another.
   */
  public void publish(ChangeBatch batch) {
    FirstFailure failure = new FirstFailure();
    producer.beginTransaction();
    int records = batch.records();
    for (int i = 0; i < records; i++) {
      send(
          new ProducerRecord<>(
              settings.topic(), null, batch.timestamp(i), batch.key(i), batch.value(i)),
          failure);
    }
    send(
        new ProducerRecord<>(
            settings.positionTopic(), positionKey, PositionJson.write(batch.next())),
        failure);
    try {
      producer.commitTransaction();
    } catch (RuntimeException e) {
      throw failure.causing(e);
    }
  }

  /**
   * Ends the transaction that failed, as far as Kafka answers.
   *
   * <p>When another producer takes over, a batch of this one may fail in a way that any outage
   * could cause. To open a new instance then would be to fence the successor, so the coordinator,
   * which knows, is asked first.
   *
   * @return the failure, or that another producer took over
   */
  public KafkaException abort(KafkaException failure) {
    try {
      producer.abortTransaction();
      return failure;
    } catch (KafkaException e) {
      return PublishFailure.isFenced(e) ? e : failure;
    } catch (IllegalStateException noTransaction) {
      return failure;
    }
  }

  @Override
  public void close() {
    metrics.close();
    producer.close(CLOSE_TIMEOUT);
  }

  /** The commit waits for every record, so the future of a single one is of no use. */
  private void send(ProducerRecord<byte[], byte[]> record, Callback onFailure) {
    Future<RecordMetadata> unused = producer.send(record, onFailure);
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

  /** Remembers why the first record failed; a commit's own exception only says that one did. */
  private static final class FirstFailure implements Callback {
    private volatile Exception first;

    @Override
    public void onCompletion(RecordMetadata written, Exception failure) {
      if (failure != null && first == null) {
        first = failure;
      }
    }

    RuntimeException causing(RuntimeException commit) {
      if (first instanceof RuntimeException reason && reason != commit) {
        reason.addSuppressed(commit);
        return reason;
      }
      return commit;
    }
  }
}
