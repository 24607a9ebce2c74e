package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.Names;
import io.employeecdc.contract.Registry;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.runtime.kafka.TopicRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic of the shared broker that one test has to itself, with its topic of positions. */
record TestTopic(String name) {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  static TestTopic create(String name, int partitions) throws Exception {
    TestTopic topic = new TestTopic(name);
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", TestStack.shared().bootstrapServers()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(name, partitions, (short) 1).configs(TopicRole.CHANGES.settings(1)),
                  new NewTopic(topic.positions(), 1, (short) 1)
                      .configs(TopicRole.POSITIONS.settings(1))))
          .all()
          .get();
    }
    return topic;
  }

  /** Registers the schema that the producer writes. */
  int register(Schema schema) throws Exception {
    try (Registry registry = Registry.at(TestStack.shared().registryUrl().toString())) {
      return registry.register(Names.valueSubject(name), schema);
    }
  }

  String positions() {
    return name + "_positions";
  }

  /** The group that a producer is told to watch. */
  String group() {
    return name + "_group";
  }

  /** Writes what a stranger may write: a record of this producer id into the topic of positions. */
  void writePosition(String producerId, String text) throws Exception {
    try (KafkaProducer<String, String> stranger =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", TestStack.shared().bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      stranger.send(new ProducerRecord<>(positions(), producerId, text)).get();
    }
  }

  /** Ends a producer's open transaction as the coordinator does it when one grew too old. */
  void endTransactionOf(String producerId) throws Exception {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", TestStack.shared().bootstrapServers()))) {
      admin.fenceProducers(List.of(producerId)).all().get();
    }
  }

  /** All committed records, in the order of each partition. */
  List<ConsumerRecord<byte[], byte[]>> read() {
    return readUntil(records -> true);
  }

  /**
   * Reads on until the records read so far are enough, and then to the end.
   *
   * @throws AssertionError if that takes more than a minute
   */
  List<ConsumerRecord<byte[], byte[]>> readUntil(
      Predicate<List<ConsumerRecord<byte[], byte[]>>> enough) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            TestStack.shared().bootstrapServers(),
            "isolation.level",
            "read_committed",
            "fetch.max.wait.ms",
            20);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(name).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      long begin = System.nanoTime();
      while (!enough.test(records)) {
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
            .as("time in which %s records came, but not the expected ones", records.size())
            .isLessThan(PATIENCE);
        consumer.poll(POLL).forEach(records::add);
      }
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(POLL).forEach(records::add);
      }
      return records;
    }
  }
}
