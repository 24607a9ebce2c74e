package io.employeecdc.pipeline.endtoend;

import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.employeecdc.contract.SerdeSettings;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.schema.Action;
import io.employeecdc.schema.Employee;
import io.employeecdc.schema.EmployeeCDC;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Records that cannot be applied, put on a pipeline's topic by a client that is none of ours.
 *
 * @param sent the records by what is wrong with them
 * @param places where each of them is
 */
record Poison(
    Map<String, ProducerRecord<byte[], byte[]>> sent, Map<String, RecordMetadata> places) {
  /** Values that are in the data and must be nowhere else. */
  static final String[] MARKERS = {"Marker", "1999-09-09", "7654321"};

  private static final int UNKNOWN_SCHEMA = 987_654;

  static Poison send(TestPipeline pipeline) throws Exception {
    String topic = pipeline.local().names().topic();
    Map<String, ProducerRecord<byte[], byte[]>> records = new HashMap<>();
    try (KafkaAvroSerializer serializer = new KafkaAvroSerializer()) {
      serializer.configure(
          SerdeSettings.of(pipeline.local().stack().registryUrl().toString()), false);
      records.put(
          "undecodable", new ProducerRecord<>(topic, utf8("50"), utf8("Markercity as plain text")));
      records.put(
          "unknown schema",
          new ProducerRecord<>(topic, utf8("51"), afterHeader(UNKNOWN_SCHEMA, "Markercity")));
      records.put(
          "no key",
          new ProducerRecord<>(
              topic, null, serializer.serialize(topic, change(900_002, "Markercity"))));
      records.put(
          "too long",
          new ProducerRecord<>(
              topic,
              utf8("900003"),
              serializer.serialize(topic, change(900_003, "Markercity".repeat(50)))));
    }
    // A compacted topic takes no record without a key; one that was set up otherwise does.
    cleanUp(pipeline, "delete");
    Map<String, RecordMetadata> places = new HashMap<>();
    try (KafkaProducer<byte[], byte[]> client =
        new KafkaProducer<>(
            pipeline.local().kafka().client("stranger"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (var record : records.entrySet()) {
        places.put(record.getKey(), client.send(record.getValue()).get());
      }
    }
    cleanUp(pipeline, "compact");
    return new Poison(records, places);
  }

  private static void cleanUp(TestPipeline pipeline, String policy) throws Exception {
    ConfigResource topic =
        new ConfigResource(ConfigResource.Type.TOPIC, pipeline.local().names().topic());
    AlterConfigOp change =
        new AlterConfigOp(new ConfigEntry("cleanup.policy", policy), AlterConfigOp.OpType.SET);
    try (Admin admin = Admin.create(pipeline.local().kafka().client("stranger"))) {
      admin.incrementalAlterConfigs(Map.of(topic, List.of(change))).all().get();
    }
  }

  private static EmployeeCDC change(int employeeId, String city) {
    Employee row =
        new Employee("Markerfirst", "Markerlast", LocalDate.of(1999, 9, 9), city, 7_654_321);
    long unusedId = 1_000_000_000L + employeeId;
    return EmployeeCDC.newBuilder()
        .setActionId(unusedId)
        .setEmpId(employeeId)
        .setAction(Action.INSERT)
        .setEmployee(row)
        .setCapturedAt(Instant.EPOCH)
        .build();
  }

  private static byte[] afterHeader(int schemaId, String text) {
    byte[] header = WireFormat.header(schemaId);
    byte[] body = utf8(text);
    byte[] all = new byte[header.length + body.length];
    System.arraycopy(header, 0, all, 0, header.length);
    System.arraycopy(body, 0, all, header.length, body.length);
    return all;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
