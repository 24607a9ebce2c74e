package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.employeecdc.contract.SerdeSettings;
import io.employeecdc.schema.EmployeeCDC;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A topic, read from start to end by somebody who belongs to no group. */
public final class TopicContent {
  private static final Duration POLL = Duration.ofMillis(200);

  private TopicContent() {}

  /** All committed records; those of one partition in their order. */
  public static List<ConsumerRecord<byte[], byte[]>> of(Channel channel, String topic) {
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    read(channel, topic, all::add);
    return all;
  }

  /** All dead letters, in their order. */
  public static List<ConsumerRecord<byte[], byte[]>> deadLetters(Channel channel) {
    return of(channel, channel.names().deadLetters());
  }

  /**
   * The changes of the main topic, decoded by Confluent's deserializer; without tombstones and what
   * a {@link Stranger} has sent.
   */
  public static List<EmployeeCDC> changes(Channel channel) {
    List<EmployeeCDC> all = new ArrayList<>();
    eachChange(channel, (change, record) -> all.add(change));
    return all;
  }

  /** The same one by one and with their places, where there may be millions. */
  public static void eachChange(
      Channel channel, BiConsumer<EmployeeCDC, ConsumerRecord<?, ?>> reader) {
    String topic = channel.names().topic();
    try (KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer()) {
      deserializer.configure(SerdeSettings.of(channel.registryUrl()), false);
      read(
          channel,
          topic,
          record -> {
            if (record.value() != null && !Stranger.sent(record)) {
              reader.accept((EmployeeCDC) deserializer.deserialize(topic, record.value()), record);
            }
          });
    }
  }

  private static void read(
      Channel channel, String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    Map<String, Object> config = channel.kafka().reader("test-reader");
    try (KafkaConsumer<byte[], byte[]> reader =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          reader.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      reader.assign(partitions);
      reader.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> reader.position(p) < ends.get(p))) {
        reader.poll(POLL).forEach(each);
      }
    }
  }

  /**
   * What a producer promises: each change that was captured, exactly once, and those of one
   * employee in their order.
   *
   * @param captured count and sum of the ids, as {@link PipelineUnderTest#captured()} gives them
   */
  public static void assertEachOnceInOrder(List<EmployeeCDC> changes, String captured) {
    assertThat(changes).extracting(EmployeeCDC::getActionId).doesNotHaveDuplicates();
    long sum = changes.stream().mapToLong(EmployeeCDC::getActionId).sum();
    assertThat(changes.size() + "/" + sum).isEqualTo(captured);
    Map<Integer, Long> newest = new HashMap<>();
    for (EmployeeCDC change : changes) {
      Long last = newest.put(change.getEmpId(), change.getActionId());
      assertThat(last == null || last < change.getActionId()).isTrue();
    }
  }
}
