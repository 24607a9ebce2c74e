package io.employeecdc.producer;

import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.producer.capture.OnChange;
import io.employeecdc.producer.publish.OnTopicChange;
import io.employeecdc.producer.publish.PublishSettings;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.registry.RegistrySettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A source database, a topic with a registered schema, and the producers between the two. */
record Pipe(SourceDatabase source, TestTopic topic, SchemaVersion schema) {
  private static final int PARTITIONS = 5;
  private static final int CHUNK = 20_000;
  private static final String MARKER = String.valueOf(Integer.MAX_VALUE);

  static Pipe create(String name) throws Exception {
    return over(name, SourceDatabase.migrated(name));
  }

  static Pipe over(String name, SourceDatabase source) throws Exception {
    return of(name, source, Contract.standard().released().newest());
  }

  /** A pipe whose producers write this version. */
  static Pipe of(String name, SourceDatabase source, SchemaVersion schema) throws Exception {
    TestTopic topic = TestTopic.create(name, PARTITIONS);
    Pipe pipe = new Pipe(source, topic, schema);
    int unused = pipe.schemaId();
    return pipe;
  }

  /** What the registry has for a version, which is registered if it was not. */
  int idOf(SchemaVersion version) {
    try {
      return topic.register(version.schema());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  int schemaId() {
    return idOf(schema);
  }

  ProducerSettings settings(int chunkSize) {
    return settings(chunkSize, OnChange.STOP, OnTopicChange.STOP);
  }

  private ProducerSettings settings(
      int chunkSize, OnChange onSourceChange, OnTopicChange onTopicChange) {
    return new ProducerSettings(
        source.settings(),
        new PublishSettings(
            new KafkaSettings(TestStack.shared().bootstrapServers(), Map.of()),
            topic.name(),
            topic.positions(),
            topic.name(),
            onTopicChange),
        topic.group(),
        new RegistrySettings(TestStack.shared().registryUrl().toString(), Map.of()),
        Duration.ofSeconds(10),
        Contract.standard().released().upTo(schema.number()),
        chunkSize,
        Duration.ofMillis(20),
        onSourceChange,
        Duration.ofDays(1),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  /** A producer in this process. */
  RunningProducer produce(int chunkSize) {
    return RunningProducer.start(this, settings(chunkSize));
  }

  RunningProducer produce() {
    return produce(CHUNK);
  }

  RunningProducer produce(OnChange onSourceChange) {
    return RunningProducer.start(this, settings(CHUNK, onSourceChange, OnTopicChange.STOP));
  }

  RunningProducer produce(OnTopicChange onTopicChange) {
    return RunningProducer.start(this, settings(CHUNK, OnChange.STOP, onTopicChange));
  }

  /** What a producer's process or command needs to know. */
  Map<String, String> environment(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(TestStack.shared().environment());
    all.put("CDC_SOURCE_URL", source.settings().url());
    all.put("CDC_TOPIC", topic.name());
    all.put("CDC_POSITION_TOPIC", topic.positions());
    all.put("CDC_PRODUCER_ID", topic.name());
    all.put("CDC_GROUP", topic.group());
    all.putAll(more);
    return all;
  }

  /** A producer in a process of its own; not started. */
  JavaService process(String name, Map<String, String> more) {
    return TestStack.shared()
        .service(
            name,
            List.of(
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=logback.xml",
                ProducerMain.class.getName()),
            environment(more));
  }

  /** Waits until this change is in the topic: all that was committed before it is there too. */
  List<Change> untilCaughtUp() throws Exception {
    long last =
        Long.parseLong(
            source
                .query(
                    "insert into emp_cdc (cdc_version, action, emp_id)"
                        + " select max(version), 'DELETE', 2147483647 from cdc_columns"
                        + " returning action_id")
                .get(0));
    List<Change> all = Change.of(topic.readUntil(records -> holds(records, last)), schema.schema());
    return all.stream().filter(change -> change.employeeId() != Integer.MAX_VALUE).toList();
  }

  private boolean holds(List<ConsumerRecord<byte[], byte[]>> records, long actionId) {
    List<ConsumerRecord<byte[], byte[]>> markers =
        records.stream().filter(record -> MARKER.equals(Change.key(record))).toList();
    return Change.of(markers, schema.schema()).stream()
        .anyMatch(change -> change.actionId() == actionId);
  }

  List<Change> changes() {
    return Change.of(topic.read(), schema.schema());
  }
}
