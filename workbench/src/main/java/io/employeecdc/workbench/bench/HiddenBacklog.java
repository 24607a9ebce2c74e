package io.employeecdc.workbench.bench;

import io.employeecdc.workbench.run.LocalPipeline;
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
 * shown: an open transaction with a record in each partition, which nothing behind it may overtake.
 * So a consumer can be up and warm before a backlog is there for it, all at once.
 */
record HiddenBacklog(KafkaProducer<byte[], byte[]> producer) implements AutoCloseable {
  /**
   * Hides what comes.
   *
   * @param longest after this it shows by itself, and {@link #show} fails; at most what the brokers
   *     allow, 15 minutes
   */
  static HiddenBacklog of(LocalPipeline pipeline, Duration longest)
      throws ExecutionException, InterruptedException {
    String topic = pipeline.names().topic();
    Map<String, Object> config = pipeline.kafka().client("bench-hidden");
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "bench-hidden-" + topic);
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Math.toIntExact(longest.toMillis()));
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
    producer.beginTransaction();
    for (PartitionInfo info : producer.partitionsFor(topic)) {
      producer.send(new ProducerRecord<>(topic, info.partition(), new byte[0], null)).get();
    }
    return new HiddenBacklog(producer);
  }

  void show() {
    producer.abortTransaction();
  }

  @Override
  public void close() {
    producer.close();
  }
}
