package io.employeecdc.consumer.testing;

import io.employeecdc.contract.Names;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.kafka.TopicRole;
import io.employeecdc.schema.Action;
import io.employeecdc.schema.Employee;
import io.employeecdc.schema.EmployeeCDC;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic of changes, its dead-letter topic and its schema, for one test. */
public final class TestTopics implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaSettings kafka =
      new KafkaSettings(TestStack.shared().bootstrapServers(), Map.of());
  private final String topic = "changes-" + UUID.randomUUID();
  private final int partitions;
  private final int schemaId;
  private final String id;
  private final Admin admin = Admin.create(kafka.client("test-admin"));
  private final KafkaProducer<byte[], byte[]> producer =
      new KafkaProducer<>(
          kafka.client("test"), new ByteArraySerializer(), new ByteArraySerializer());

  /** As set-up makes them. */
  public TestTopics(int partitions) {
    this(partitions, TopicRole.CHANGES.settings(1));
  }

  /** Whose records need no keys. */
  public static TestTopics notCompacted(int partitions) {
    return new TestTopics(partitions, Map.of());
  }

  private TestTopics(int partitions, Map<String, String> settings) {
    this.partitions = partitions;
    try (Registry registry = Registry.at(registryUrl())) {
      CreateTopicsResult made =
          admin.createTopics(
              List.of(
                  new NewTopic(topic, partitions, (short) 1).configs(settings),
                  new NewTopic(deadLetterTopic(), 1, (short) 1)
                      .configs(TopicRole.DEAD_LETTERS.settings(1))));
      made.all().get();
      id = made.topicId(topic).get().toString();
      int newest = 0;
      for (SchemaVersion version : Contract.standard().released().all()) {
        newest = registry.register(Names.valueSubject(topic), version.schema());
      }
      schemaId = newest;
    } catch (ExecutionException | InterruptedException | RegistryException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String registryUrl() {
    return TestStack.shared().registryUrl().toString();
  }

  public KafkaSettings kafka() {
    return kafka;
  }

  public String topic() {
    return topic;
  }

  /** Given by the brokers. */
  public String id() {
    return id;
  }

  public String deadLetterTopic() {
    return topic + "-dlq";
  }

  public String group() {
    return topic + "-group";
  }

  /** The group that reads the topic. */
  public TestGroup readers() {
    return new TestGroup(admin, kafka, group(), topic, partitions);
  }

  /** The newest released schema's id in the registry. */
  public int schemaId() {
    return schemaId;
  }

  /** Of partition 0; a compacted topic does not allow it. */
  public void deleteBefore(long offset) throws Exception {
    admin
        .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset)))
        .all()
        .get();
  }

  public void write(int employeeId, Action action, long actionId, Employee row) {
    int partition = Math.floorMod(employeeId, partitions);
    send(partition, key(employeeId), value(employeeId, action, actionId, row), null);
  }

  public void send(int partition, byte[] key, byte[] value, Long timestamp) {
    try {
      producer.send(at(partition, key, value, timestamp)).get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public ProducerRecord<byte[], byte[]> at(
      int partition, byte[] key, byte[] value, Long timestamp) {
    return new ProducerRecord<>(topic, partition, timestamp, key, value);
  }

  /** Sends in one transaction, so that those of one partition show to a reader all at once. */
  public void sendTogether(List<ProducerRecord<byte[], byte[]>> records) {
    try (KafkaProducer<byte[], byte[]> together = inTransaction()) {
      for (ProducerRecord<byte[], byte[]> record : records) {
        // Commit throws what a send failed with.
        Future<?> unused = together.send(record);
      }
      together.commitTransaction();
    }
  }

  /** A producer that has begun a transaction. */
  public KafkaProducer<byte[], byte[]> inTransaction() {
    Map<String, Object> config = kafka.client("test-together");
    config.put("transactional.id", topic + "-together");
    KafkaProducer<byte[], byte[]> begun =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    begun.initTransactions();
    begun.beginTransaction();
    return begun;
  }

  public static byte[] key(int employeeId) {
    return String.valueOf(employeeId).getBytes(StandardCharsets.UTF_8);
  }

  /** A record in the wire format. */
  public byte[] value(int employeeId, Action action, long actionId, Employee row) {
    EmployeeCDC record =
        EmployeeCDC.newBuilder()
            .setActionId(actionId)
            .setEmpId(employeeId)
            .setAction(action)
            .setEmployee(row)
            .setCapturedAt(Instant.now())
            .build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      bytes.write(WireFormat.header(schemaId));
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
      new SpecificDatumWriter<>(EmployeeCDC.class).write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The same record as written with a schema of one more field, which is null. */
  public byte[] withOneMoreField(byte[] value) {
    Schema known = Contract.standard().released().newest().schema();
    List<Schema.Field> fields = new ArrayList<>();
    known.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
    Schema nullable = SchemaBuilder.unionOf().nullType().and().stringType().endUnion();
    fields.add(new Schema.Field("one_more", nullable, null, Schema.Field.NULL_DEFAULT_VALUE));
    Schema newer = Schema.createRecord(known.getName(), null, known.getNamespace(), false, fields);
    try (Registry registry = Registry.at(registryUrl())) {
      byte[] all = Arrays.copyOf(value, value.length + 1);
      int id = registry.register(Names.valueSubject(topic + "-newer"), newer);
      System.arraycopy(WireFormat.header(id), 0, all, 0, WireFormat.HEADER_LENGTH);
      return all;
    } catch (RegistryException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Everything in the dead-letter topic that a read_committed reader sees. */
  public List<ConsumerRecord<byte[], byte[]>> deadLetters() {
    return committed(new TopicPartition(deadLetterTopic(), 0));
  }

  /** Everything in a partition that a read_committed reader sees. */
  public List<ConsumerRecord<byte[], byte[]>> committed(TopicPartition only) {
    Map<String, Object> config = kafka.reader("test-committed");
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(only));
      consumer.seekToBeginning(List.of(only));
      long end = writtenTo(only);
      while (consumer.position(only) < end) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        records.forEach(all::add);
      }
    }
    return all;
  }

  public void deleteDeadLetterTopic() {
    try {
      admin.deleteTopics(List.of(deadLetterTopic())).all().get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public void createDeadLetterTopic() {
    try {
      admin
          .createTopics(
              List.of(
                  new NewTopic(deadLetterTopic(), 1, (short) 1)
                      .configs(TopicRole.DEAD_LETTERS.settings(1))))
          .all()
          .get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public void configureDeadLetterTopic(String setting, String value) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, deadLetterTopic());
    try {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  resource,
                  List.of(
                      new AlterConfigOp(
                          new ConfigEntry(setting, value), AlterConfigOp.OpType.SET))))
          .all()
          .get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The end for all eyes: a transaction's records show to read_committed ones a little later. */
  private long writtenTo(TopicPartition partition) {
    try {
      return admin
          .listOffsets(
              Map.of(partition, OffsetSpec.latest()),
              new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
          .partitionResult(partition)
          .get()
          .offset();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The last header of this name, as text; null if there is none. */
  public static String header(ConsumerRecord<?, ?> record, String name) {
    return record.headers().lastHeader(name) == null
        ? null
        : new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
  }
}
