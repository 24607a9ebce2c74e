package io.employeecdc.consumer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.testing.TestTopics;
import io.employeecdc.runtime.kafka.BoundedConsumer;
import io.employeecdc.runtime.kafka.LeftOut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a poll takes out of records that are small only as long as they are compressed. */
class BoundedPollTest {
  private static final int MEGABYTE = 1024 * 1024;
  private static final int RECORDS = 60;

  private final TestTopics topics = new TestTopics(2);

  @AfterEach
  void close() {
    topics.close();
  }

  /** Seen red, with all 120 MB in one poll, with Kafka's own deserializers. */
  @Test
  void a_poll_takes_a_part_and_the_next_ones_the_rest_in_order() throws Exception {
    send(RECORDS, 2 * MEGABYTE);
    List<Long> offsets = new ArrayList<>();
    try (BoundedConsumer consumer = BoundedConsumer.with(topics.kafka().reader("bounded"))) {
      TopicPartition partition = new TopicPartition(topics.topic(), 0);
      consumer.assign(List.of(partition, new TopicPartition(topics.topic(), 1)));
      while (offsets.size() < RECORDS) {
        long bytes = 0;
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          bytes += record.value().length;
          offsets.add(record.offset());
        }
        assertThat(bytes).isLessThanOrEqualTo(18 * MEGABYTE);
      }
    }
    assertThat(offsets).containsExactlyElementsOf(LongStream.range(0, RECORDS).boxed().toList());
  }

  @Test
  void a_value_larger_than_any_of_ours_is_not_kept() throws Exception {
    send(3, 9 * MEGABYTE);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (BoundedConsumer consumer = BoundedConsumer.with(topics.kafka().reader("bounded"))) {
      consumer.assign(List.of(new TopicPartition(topics.topic(), 0)));
      while (records.size() < 3) {
        consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
      }
    }
    assertThat(records)
        .allMatch(record -> LeftOut.isPlaceholder(record.value()))
        .extracting(record -> LeftOut.told(record.headers()).orElseThrow().length())
        .containsOnly(String.valueOf(9 * MEGABYTE));
  }

  /** It took more than a minute to take so many names out one by one. */
  @Test
  void headers_of_very_many_names_are_not_kept() throws Exception {
    RecordHeaders many = new RecordHeaders();
    IntStream.range(0, 200_000).forEach(i -> many.add("name " + i, new byte[0]));
    Map<String, Object> config = topics.kafka().client("bounded-test");
    config.put("max.request.size", 10 * MEGABYTE);
    config.put("compression.type", "zstd");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(topics.topic(), 0, new byte[] {1}, new byte[] {2}, many))
          .get();
    }
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (BoundedConsumer consumer = BoundedConsumer.with(topics.kafka().reader("bounded"))) {
      consumer.assign(List.of(new TopicPartition(topics.topic(), 0)));
      while (records.isEmpty()) {
        consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
      }
    }
    assertThat(records.get(0).value()).containsExactly(2);
    assertThat(records.get(0).headers())
        .extracting(Header::key)
        .containsExactly("__cdc.errors.headers.length");
  }

  private void send(int records, int bytes) throws Exception {
    Map<String, Object> config = topics.kafka().client("bounded-test");
    config.put("compression.type", "zstd");
    config.put("max.request.size", 10 * MEGABYTE);
    List<Future<?>> sent = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < records; i++) {
        sent.add(producer.send(new ProducerRecord<>(topics.topic(), 0, null, new byte[bytes])));
      }
    }
    for (Future<?> one : sent) {
      one.get();
    }
  }
}
