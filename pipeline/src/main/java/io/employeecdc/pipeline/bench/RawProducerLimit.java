package io.employeecdc.pipeline.bench;

import io.employeecdc.runtime.kafka.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How fast Kafka takes the same records from memory, with {@code acks=all} and the producer's own
 * settings but without transactions, positions, or anything to read them from.
 */
final class RawProducerLimit {
  /** It is over so soon that a pause of the machine would double it. */
  private static final int TIMES = 3;

  private RawProducerLimit() {}

  static Stage measure(
      KafkaSettings kafka, String topic, List<ConsumerRecord<byte[], byte[]>> records) {
    Map<String, Object> config = kafka.client("bench-raw");
    config.put("acks", "all");
    config.put("compression.type", "lz4");
    config.put("batch.size", 256 * 1024);
    config.put("linger.ms", 5);
    config.put("buffer.memory", 64L * 1024 * 1024);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.partitionsFor(topic);
      // As little of its warming counts as of a service's.
      send(producer, topic, records);
      producer.flush();
      long begin = System.nanoTime();
      for (int time = 0; time < TIMES; time++) {
        send(producer, topic, records);
      }
      producer.flush();
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      long changes = TIMES * records.stream().filter(record -> record.value() != null).count();
      return new Stage("raw producer", changes, took, new TreeMap<>(), new TreeMap<>());
    }
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer,
      String topic,
      List<ConsumerRecord<byte[], byte[]>> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      Future<RecordMetadata> unused =
          producer.send(
              new ProducerRecord<>(topic, null, record.timestamp(), record.key(), record.value()));
    }
  }
}
