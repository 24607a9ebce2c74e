package io.employeecdc.endtoend;

import static org.awaitility.Awaitility.await;

import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.SerdeSettings;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.schema.EmployeeCDC;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A client that is none of ours and puts records on a pipeline's topic. Each says so in a header,
 * by which a reader tells it from what the producer has published.
 */
public final class Stranger implements AutoCloseable {
  private static final String MARK = "stranger";
  private static final int MAX_REQUEST = 2_000_000;

  private final Channel channel;
  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;

  private Stranger(Channel channel) {
    Map<String, Object> config = channel.kafka().client(MARK);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST);
    this.channel = channel;
    this.topic = channel.names().topic();
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  public static Stranger on(Channel channel) {
    return new Stranger(channel);
  }

  /** Whether it was one that sent this record, or the record of this dead letter. */
  static boolean sent(ConsumerRecord<?, ?> record) {
    return record.headers().lastHeader(MARK) != null;
  }

  /**
   * Sends a record with headers and a time of any kind, to the topic or to that of dead letters.
   */
  public void send(String to, String key, byte[] value, Headers headers, long timestamp)
      throws Exception {
    if (timestamp >= 0) {
      send(new ProducerRecord<>(to, null, timestamp, utf8(key), value, headers));
    } else {
      Header[] all = headers.add(MARK, new byte[0]).toArray();
      RawProducer.send(channel.kafka().client(MARK), to, utf8(key), value, all, timestamp);
    }
  }

  /** Sends a record; without a key, which a compacted topic refuses, to one that is not. */
  public RecordMetadata send(String key, byte[] value) throws Exception {
    return key == null
        ? sendWithoutKey(value)
        : send(new ProducerRecord<>(topic, utf8(key), value));
  }

  /** The same with a header. */
  public RecordMetadata send(String key, byte[] value, byte[] header) throws Exception {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, utf8(key), value);
    record.headers().add("h", header);
    return send(record);
  }

  /** Sends a record that is larger than a broker takes, until it is compressed. */
  public RecordMetadata sendCompressed(String key, byte[] value) throws Exception {
    try (KafkaProducer<byte[], byte[]> large = compressing(value.length)) {
      ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, utf8(key), value);
      record.headers().add(MARK, new byte[0]);
      return large.send(record).get();
    }
  }

  /**
   * Sends records to one partition that have a large header and no more.
   *
   * @return where the last of them is
   */
  public RecordMetadata sendHeadersAlone(int records, byte[] header) throws Exception {
    return withoutKeys(
        () -> {
          RecordMetadata last = null;
          try (KafkaProducer<byte[], byte[]> large = compressing(header.length)) {
            for (int i = 0; i < records; i++) {
              ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, 0, null, null);
              record.headers().add(MARK, header);
              last = large.send(record).get();
            }
          }
          return last;
        });
  }

  private KafkaProducer<byte[], byte[]> compressing(int bytes) {
    Map<String, Object> config = channel.kafka().client(MARK);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.MAX_VALUE);
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, bytes + MAX_REQUEST);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Sends one value under each of the keys, all at once. */
  public void sendEach(List<String> keys, byte[] value) throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (String key : keys) {
      sent.add(start(new ProducerRecord<>(topic, utf8(key), value)));
    }
    for (Future<RecordMetadata> one : sent) {
      one.get();
    }
  }

  /** A change as the producer encodes it. */
  public byte[] encoded(EmployeeCDC change) {
    try (KafkaAvroSerializer serializer = new KafkaAvroSerializer()) {
      serializer.configure(SerdeSettings.of(registry()), false);
      return serializer.serialize(topic, change);
    }
  }

  /** The same bytes as if written with another schema, which is registered under the subject. */
  public byte[] as(String subject, Schema schema, byte[] encoded) throws Exception {
    byte[] all = encoded.clone();
    try (Registry registry = Registry.at(registry())) {
      byte[] header = WireFormat.header(registry.register(subject, schema));
      System.arraycopy(header, 0, all, 0, header.length);
    }
    return all;
  }

  private String registry() {
    return channel.registryUrl();
  }

  private RecordMetadata sendWithoutKey(byte[] value) throws Exception {
    return withoutKeys(() -> send(new ProducerRecord<>(topic, null, value)));
  }

  private RecordMetadata withoutKeys(Callable<RecordMetadata> send) throws Exception {
    cleanUp("delete");
    try {
      // The partition's leader hears of it a moment later than the controller.
      return await("a record without a key is taken")
          .ignoreExceptionsMatching(e -> e.getCause() instanceof InvalidRecordException)
          .until(send, place -> true);
    } finally {
      cleanUp("compact");
    }
  }

  private RecordMetadata send(ProducerRecord<byte[], byte[]> record) throws Exception {
    return start(record).get();
  }

  private Future<RecordMetadata> start(ProducerRecord<byte[], byte[]> record) {
    record.headers().add(MARK, new byte[0]);
    return producer.send(record);
  }

  private void cleanUp(String policy) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    AlterConfigOp change =
        new AlterConfigOp(new ConfigEntry("cleanup.policy", policy), AlterConfigOp.OpType.SET);
    try (Admin admin = Admin.create(channel.kafka().client(MARK))) {
      admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all().get();
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close();
  }
}
