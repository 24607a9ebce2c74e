package io.employeecdc.examples;

import io.employeecdc.contract.Names;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.contract.ReleasedVersions;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.localstack.LocalStack;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Fills the topic with what a reader may meet: records of every released version and of one that is
 * not released yet, a delete with its tombstone, changes that come again, and a transaction that
 * does not come to pass.
 */
final class ReleasedRecords implements AutoCloseable {
  static final String TOPIC = Names.of("EmployeeCDC").topic();

  private final Registry registry;
  private final KafkaProducer<byte[], byte[]> producer;

  private ReleasedRecords(LocalStack stack) {
    registry = Registry.at(stack.registryUrl().toString());
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", stack.bootstrapServers(), "transactional.id", "examples"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  static void publishTo(LocalStack stack) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(TOPIC, Optional.of(1), Optional.empty())
                      .configs(Map.of("cleanup.policy", "compact"))))
          .all()
          .get();
    }
    try (ReleasedRecords records = new ReleasedRecords(stack)) {
      records.producer.initTransactions();
      records.publish(ReleasedVersions.carried("EmployeeCDC").orElseThrow().all());
    }
  }

  private void publish(List<SchemaVersion> released) throws RegistryException {
    for (SchemaVersion version : released) {
      registry.register(Names.valueSubject(TOPIC), version.schema());
    }
    Schema oldest = released.get(0).schema();
    Schema newest = released.get(released.size() - 1).schema();
    long action = 0;
    producer.beginTransaction();
    send(oldest, ++action, "SNAPSHOT", 10001, "Geneva");
    send(oldest, ++action, "INSERT", 10002, "Haifa");
    long repeated = action;
    for (SchemaVersion version : released) {
      send(version.schema(), ++action, "UPDATE", 10001, "Bern " + version.number());
    }
    producer.commitTransaction();
    producer.beginTransaction();
    for (SchemaVersion version : released) {
      send(version.schema(), ++repeated, "UPDATE", 10001, "Bern " + version.number());
    }
    send(newest, ++action, "DELETE", 10002, null);
    put(10002, null);
    producer.commitTransaction();
    producer.beginTransaction();
    send(newest, ++action, "UPDATE", 10001, "Nowhere");
    producer.flush();
    producer.abortTransaction();
    producer.beginTransaction();
    send(later(newest), ++action, "MERGE", 10003, "Lyon");
    producer.commitTransaction();
  }

  /** As a version would be that has one more kind of change. */
  private Schema later(Schema newest) throws RegistryException {
    Schema later =
        new Schema.Parser()
            .parse(newest.toString().replace("\"DELETE\"]", "\"DELETE\",\"MERGE\"]"));
    registry.register(Names.valueSubject(TOPIC), later);
    return later;
  }

  private void send(Schema schema, long actionId, String action, int employee, String city)
      throws RegistryException {
    Schema row = schema.getField("employee").schema().getTypes().get(1);
    GenericRecord change =
        new GenericRecordBuilder(schema)
            .set("action_id", actionId)
            .set("emp_id", employee)
            .set("action", new GenericData.EnumSymbol(schema.getField("action").schema(), action))
            .set(
                "employee",
                city == null ? null : new GenericRecordBuilder(row).set("city", city).build())
            .set("captured_at", actionId)
            .build();
    int id = registry.idOf(Names.valueSubject(TOPIC), schema);
    put(employee, bytes(id, change));
  }

  /** What fails ends the transaction's commit. */
  private void put(int employee, byte[] value) {
    byte[] key = String.valueOf(employee).getBytes(StandardCharsets.UTF_8);
    Future<?> unused = producer.send(new ProducerRecord<>(TOPIC, key, value));
  }

  private static byte[] bytes(int schemaId, GenericRecord change) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      out.write(WireFormat.header(schemaId));
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
      new GenericDatumWriter<GenericRecord>(change.getSchema()).write(change, encoder);
      encoder.flush();
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    producer.close();
    registry.close();
  }
}
