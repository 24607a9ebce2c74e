package io.employeecdc.operations.deadletters;

import io.employeecdc.contract.Registry;
import io.employeecdc.contract.SampleEmployee;
import io.employeecdc.contract.TrustedAvro;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.schema.Action;
import io.employeecdc.schema.Employee;
import io.employeecdc.schema.EmployeeCDC;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A dead-letter topic of its own for a test, to be filled as the consumer or a stranger would. */
final class LetterBox {
  static final Instant WRITTEN = Instant.parse("2026-05-04T03:02:01Z");

  private final LocalStack stack = TestStack.shared();
  private final String topic;

  static {
    TrustedAvro.enforce();
  }

  private LetterBox(String topic) {
    this.topic = topic;
  }

  static LetterBox named(String topic, int partitions) throws Exception {
    LetterBox box = new LetterBox(topic);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", box.stack.bootstrapServers()))) {
      // As set up by us: dead letters keep the time of their record, which may be long ago.
      NewTopic kept =
          new NewTopic(topic, partitions, (short) 1).configs(Map.of("retention.ms", "-1"));
      admin.createTopics(List.of(kept)).all().get();
    }
    return box;
  }

  KafkaProducer<byte[], byte[]> producer(Map<String, Object> changed) {
    Map<String, Object> config = new HashMap<>(changed);
    config.put("bootstrap.servers", stack.bootstrapServers());
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  void send(List<ProducerRecord<byte[], byte[]>> letters) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      for (ProducerRecord<byte[], byte[]> letter : letters) {
        producer.send(letter).get();
      }
    }
  }

  /** A record without any header. */
  ProducerRecord<byte[], byte[]> record(int partition, String key, byte[] value) {
    return new ProducerRecord<>(
        topic, partition, WRITTEN.toEpochMilli(), key == null ? null : utf8(key), value);
  }

  /** A dead letter that failed to be applied. */
  ProducerRecord<byte[], byte[]> refused(
      int partition, long offset, int empId, String sqlState, Map<String, String> more)
      throws Exception {
    return refused(partition, offset, empId, employee(empId), sqlState, more);
  }

  /** A dead letter of these bytes that failed to be applied. */
  ProducerRecord<byte[], byte[]> refused(
      int partition,
      long offset,
      int empId,
      byte[] value,
      String sqlState,
      Map<String, String> more) {
    ProducerRecord<byte[], byte[]> letter = record(partition, String.valueOf(empId), value);
    Map<String, String> headers = new TreeMap<>(more);
    headers.put("__connect.errors.stage", "APPLY");
    headers.put("__connect.errors.exception.class.name", "org.postgresql.util.PSQLException");
    headers.put("__connect.errors.exception.message", "refused by the target");
    headers.put("__cdc.errors.sqlstate", sqlState);
    return headed(letter, offset, headers);
  }

  /** A dead letter that failed to be decoded. */
  ProducerRecord<byte[], byte[]> undecodable(int partition, long offset, byte[] value) {
    return headed(
        record(partition, "8", value),
        offset,
        Map.of(
            "__connect.errors.stage",
            "DECODE",
            "__connect.errors.exception.class.name",
            "io.employeecdc.contract.MalformedRecordException",
            "__connect.errors.exception.message",
            "not in wire format"));
  }

  private static ProducerRecord<byte[], byte[]> headed(
      ProducerRecord<byte[], byte[]> letter, long offset, Map<String, String> more) {
    Headers headers = letter.headers();
    more.forEach((name, text) -> headers.add(name, utf8(text)));
    headers.add("__connect.errors.topic", utf8(Contract.standard().names().topic()));
    headers.add("__connect.errors.partition", utf8("2"));
    headers.add("__connect.errors.offset", utf8(String.valueOf(offset)));
    headers.add("__cdc.errors.tries", utf8("3"));
    headers.add("__cdc.errors.time", utf8(WRITTEN.plusSeconds(offset).toString()));
    headers.add("__cdc.errors.group", utf8(Contract.standard().names().group()));
    return letter;
  }

  /** An employee whose values are easily found where they must not be. */
  byte[] employee(int empId) throws Exception {
    Employee row =
        SampleEmployee.of("Firstname", null, LocalDate.of(1999, 9, 9), "Cityname", 7654321);
    return encoded(
        EmployeeCDC.newBuilder()
            .setActionId(41)
            .setEmpId(empId)
            .setAction(Action.UPDATE)
            .setEmployee(row)
            .setCapturedAt(WRITTEN)
            .setTransactionId(740L)
            .build());
  }

  /** A dead letter of an employee who was born on this day, counted from 1970. */
  ProducerRecord<byte[], byte[]> bornOn(int day) throws Exception {
    Employee row = SampleEmployee.of(null, null, LocalDate.ofEpochDay(day), null, null);
    return record(
        0,
        "7",
        encoded(
            EmployeeCDC.newBuilder()
                .setActionId(41)
                .setEmpId(7)
                .setAction(Action.UPDATE)
                .setEmployee(row)
                .setCapturedAt(WRITTEN)
                .setTransactionId(740L)
                .build()));
  }

  /** The source's server. */
  Connection source() throws SQLException {
    Map<String, String> environment = stack.environment();
    return DriverManager.getConnection(
        environment.get("CDC_SOURCE_URL"),
        environment.get("CDC_SOURCE_USER"),
        environment.get("CDC_SOURCE_PASSWORD"));
  }

  byte[] encoded(EmployeeCDC change) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(WireFormat.header(schemaId()));
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new SpecificDatumWriter<>(EmployeeCDC.class).write(change, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  /** The same record as written with a schema of one more field, which is null. */
  byte[] withOneMoreField(byte[] value) throws Exception {
    Schema known = EmployeeCDC.getClassSchema();
    List<Schema.Field> fields = new ArrayList<>();
    known.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
    Schema nullable = SchemaBuilder.unionOf().nullType().and().stringType().endUnion();
    fields.add(new Schema.Field("one_more", nullable, null, Schema.Field.NULL_DEFAULT_VALUE));
    Schema newer = Schema.createRecord(known.getName(), null, known.getNamespace(), false, fields);
    byte[] all = Arrays.copyOf(value, value.length + 1);
    try (Registry registry = Registry.at(stack.registryUrl().toString())) {
      byte[] header = WireFormat.header(registry.register(topic + "-newer-value", newer));
      System.arraycopy(header, 0, all, 0, header.length);
    }
    return all;
  }

  int schemaId() throws Exception {
    try (Registry registry = Registry.at(stack.registryUrl().toString())) {
      return registry.register("letter-box-value", EmployeeCDC.getClassSchema());
    }
  }

  CommandRun dlq(String... arguments) {
    return dlq(Map.of(), arguments);
  }

  CommandRun dlq(Map<String, String> changed, String... arguments) {
    Map<String, String> environment = new TreeMap<>(stack.environment());
    environment.put("CDC_DLQ_TOPIC", topic);
    environment.putAll(changed);
    return CommandRun.of(new DlqCommand(), environment, arguments);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
