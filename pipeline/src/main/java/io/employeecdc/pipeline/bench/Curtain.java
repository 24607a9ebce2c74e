package io.employeecdc.pipeline.bench;

import io.employeecdc.pipeline.run.LocalPipeline;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Hides from readers of committed records what is written to a topic from now on, until it is
 * opened: an open transaction with a record in each partition, which nothing behind it may
 * overtake. So a consumer can be up and warm before a backlog is there for it, all at once.
 */
final class Curtain implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;

  private Curtain(KafkaProducer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  /**
   * Hides what comes.
   *
   * @param longest after this it opens by itself, and {@link #open} fails; at most what the brokers
   *     allow, 15 minutes
   */
  static Curtain before(LocalPipeline pipeline, Duration longest)
      throws ExecutionException, InterruptedException {
    String topic = pipeline.names().topic();
    Map<String, Object> config = pipeline.kafka().client("bench-curtain");
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "bench-curtain-" + topic);
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Math.toIntExact(longest.toMillis()));
    Curtain curtain =
        new Curtain(
            new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()));
    curtain.close(topic);
    return curtain;
  }

  private void close(String topic) throws ExecutionException, InterruptedException {
    producer.initTransactions();
    producer.beginTransaction();
    for (PartitionInfo info : producer.partitionsFor(topic)) {
      producer.send(new ProducerRecord<>(topic, info.partition(), new byte[0], null)).get();
    }
  }

  /** Shows all of it. */
  void open() {
    producer.abortTransaction();
  }

  @Override
  public void close() {
    producer.close();
  }
}
