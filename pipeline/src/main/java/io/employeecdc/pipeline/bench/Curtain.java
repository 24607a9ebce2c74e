package io.employeecdc.pipeline.bench;

import io.employeecdc.pipeline.run.LocalPipeline;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Hides from readers of committed records what is written to a topic from now on, until it is
 * opened: an open transaction with a record in each partition, which nothing behind it may
 * overtake. So a consumer can be up and warm before a backlog is there for it, all at once.
 */
final class Curtain implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;

  /**
   * Hides what comes.
   *
   * @param longest after this it opens by itself; at most what the brokers allow, 15 minutes
   */
  Curtain(LocalPipeline pipeline, Duration longest) {
    String topic = pipeline.names().topic();
    Map<String, Object> config = pipeline.kafka().client("bench-curtain");
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "bench-curtain-" + topic);
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Math.toIntExact(longest.toMillis()));
    producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
    producer.beginTransaction();
    producer
        .partitionsFor(topic)
        .forEach(
            partition -> {
              Future<RecordMetadata> unused =
                  producer.send(
                      new ProducerRecord<>(topic, partition.partition(), new byte[0], null));
            });
    producer.flush();
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
