package io.employeecdc.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.employeecdc.contract.SampleEmployee;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.schema.Action;
import io.employeecdc.schema.Employee;
import io.employeecdc.schema.EmployeeCDC;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Records that cannot be applied, put on a pipeline's topic by a client that is none of ours.
 *
 * @param sent the records by what is wrong with them
 * @param places where each of them is
 */
record Poison(
    Map<String, ProducerRecord<String, byte[]>> sent, Map<String, RecordMetadata> places) {
  /** Values that are in the data and must be nowhere else. */
  static final String[] MARKERS = {
    "Markerfirst", "Markerlast", "Markercity", "1999-09-09", "7654321"
  };

  private static final int UNKNOWN_SCHEMA = 987_654;

  static Poison send(Channel channel) throws Exception {
    Map<String, ProducerRecord<String, byte[]>> records = new HashMap<>();
    Map<String, RecordMetadata> places = new HashMap<>();
    try (Stranger stranger = Stranger.on(channel)) {
      records.put("undecodable", record(channel, "50", "Markercity as plain text".getBytes(UTF_8)));
      records.put(
          "unknown schema", record(channel, "51", afterHeader(UNKNOWN_SCHEMA, "Markercity")));
      records.put("no key", record(channel, null, stranger.encoded(change(900_002, "Markercity"))));
      records.put(
          "too long",
          record(channel, "900003", stranger.encoded(change(900_003, "Markercity".repeat(50)))));
      for (var record : records.entrySet()) {
        var sent = record.getValue();
        places.put(record.getKey(), stranger.send(sent.key(), sent.value()));
      }
    }
    return new Poison(records, places);
  }

  private static ProducerRecord<String, byte[]> record(Channel channel, String key, byte[] value) {
    return new ProducerRecord<>(channel.names().topic(), key, value);
  }

  private static EmployeeCDC change(int employeeId, String city) {
    Employee row =
        SampleEmployee.of("Markerfirst", "Markerlast", LocalDate.of(1999, 9, 9), city, 7_654_321);
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
    byte[] body = text.getBytes(UTF_8);
    byte[] all = new byte[header.length + body.length];
    System.arraycopy(header, 0, all, 0, header.length);
    System.arraycopy(body, 0, all, header.length, body.length);
    return all;
  }
}
