package io.employeecdc.consumer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.testing.TestTopics;
import io.employeecdc.runtime.kafka.BoundedConsumer;
import io.employeecdc.runtime.kafka.LeftOut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a poll takes out of records that are small only as long as they are compressed. */
@Tag("servers")
class BoundedPollTest {
  private static final int MEGABYTE = 1024 * 1024;
  private static final int RECORDS = 60;

  private final TestTopics topics = TestTopics.notCompacted(2);

  @AfterEach
  void close() {
    topics.close();
  }

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
    assertThat(read(many)).containsExactly("__cdc.errors.headers.length");
  }

  /** Half a megabyte of names each, and some forty of what Java makes of them. */
  @Test
  void of_records_with_very_many_headers_a_poll_takes_few() throws Exception {
    RecordHeaders many = new RecordHeaders();
    IntStream.range(0, 200_000).forEach(i -> many.add("h", null));
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      for (int i = 0; i < 5; i++) {
        producer
            .send(new ProducerRecord<>(topics.topic(), 0, new byte[] {1}, new byte[] {2}, many))
            .get();
      }
    }
    List<Integer> polls = new ArrayList<>();
    try (BoundedConsumer consumer = BoundedConsumer.with(topics.kafka().reader("bounded"))) {
      consumer.assign(List.of(new TopicPartition(topics.topic(), 0)));
      while (polls.stream().mapToInt(one -> one).sum() < 5) {
        int records = consumer.poll(Duration.ofSeconds(1)).count();
        if (records > 0) {
          polls.add(records);
        }
      }
    }
    assertThat(polls).containsExactly(1, 1, 1, 1, 1);
  }

  @Test
  void large_headers_that_pretend_to_tell_of_a_value_are_not_kept() throws Exception {
    RecordHeaders pretended = new RecordHeaders();
    pretended.add(LeftOut.LENGTH, new byte[9 * MEGABYTE]);
    pretended.add(LeftOut.SHA256, new byte[0]);
    assertThat(read(pretended)).containsExactly("__cdc.errors.headers.length");
  }

  /** The names of the headers that a poll returns for a record of a small value with such ones. */
  private List<String> read(RecordHeaders headers) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      producer
          .send(new ProducerRecord<>(topics.topic(), 0, new byte[] {1}, new byte[] {2}, headers))
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
    return Arrays.stream(records.get(0).headers().toArray()).map(Header::key).toList();
  }

  private void send(int records, int bytes) throws Exception {
    List<Future<?>> sent = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      for (int i = 0; i < records; i++) {
        sent.add(producer.send(new ProducerRecord<>(topics.topic(), 0, null, new byte[bytes])));
      }
    }
    for (Future<?> one : sent) {
      one.get();
    }
  }

  private KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> config = topics.kafka().client("bounded-test");
    config.put("compression.type", "zstd");
    config.put("max.request.size", 10 * MEGABYTE);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
