package io.employeecdc.pipeline.monitoring;

import io.employeecdc.pipeline.endtoend.TestPipeline;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Records on the topic that can only be dead letters. */
final class Poison {
  private Poison() {}

  static void send(TestPipeline pipeline, int records) throws Exception {
    byte[] noAvro = "no Avro".getBytes(StandardCharsets.UTF_8);
    try (KafkaProducer<byte[], byte[]> stranger =
        new KafkaProducer<>(
            pipeline.local().kafka().client("stranger"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (int record = 0; record < records; record++) {
        sent.add(
            stranger.send(new ProducerRecord<>(pipeline.local().names().topic(), noAvro, noAvro)));
      }
      for (Future<RecordMetadata> one : sent) {
        one.get();
      }
    }
  }
}
