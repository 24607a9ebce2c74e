package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.contract.SerdeSettings;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.schema.Action;
import io.employeecdc.schema.EmployeeCDC;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is in the topic, compared with the rows of the capture table as JDBC reads them. */
@Tag("servers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EncodedBytesTest {
  private EncodedRows rows;

  @BeforeAll
  void publish() throws Exception {
    rows = EncodedRows.publish(Contract.standard().released().newest(), 2000);
  }

  @AfterAll
  void forget() {
    rows = null;
  }

  @Test
  void each_older_version_is_byte_for_byte_what_avro_writes() throws Exception {
    List<SchemaVersion> released = Contract.standard().released().all();
    for (SchemaVersion version : released.subList(0, released.size() - 1)) {
      EncodedRows older = EncodedRows.publish(version, 200);
      List<Change> changes = Change.of(older.records(), version.schema());
      assertThat(changes).hasSameSizeAs(older.expected().keySet());
      for (Change change : changes) {
        byte[] theirs =
            avro(version, older.pipe().schemaId(), older.expected().get(change.actionId()));
        assertThat(change.record().value()).isEqualTo(theirs);
      }
    }
  }

  @Test
  void each_value_is_byte_for_byte_what_confluents_serializer_writes() {
    try (KafkaAvroSerializer serializer = new KafkaAvroSerializer()) {
      serializer.configure(SerdeSettings.of(TestStack.shared().registryUrl().toString()), false);
      List<Change> changes = Change.of(rows.records());
      assertThat(changes).hasSameSizeAs(rows.expected().keySet());
      for (Change change : changes) {
        byte[] theirs =
            serializer.serialize(
                rows.pipe().topic().name(), rows.expected().get(change.actionId()));
        assertThat(change.record().value()).isEqualTo(theirs);
      }
    }
  }

  @Test
  void the_key_is_the_employees_number_in_decimal() {
    assertThat(Change.of(rows.records()))
        .allSatisfy(
            change -> assertThat(change.key()).isEqualTo(String.valueOf(change.employeeId())));
    assertThat(Change.of(rows.records())).anyMatch(change -> change.key().equals("-2147483648"));
  }

  @Test
  void a_delete_is_followed_by_a_tombstone_with_its_key_in_its_partition() {
    int tombstones = 0;
    for (int i = 0; i < rows.records().size(); i++) {
      ConsumerRecord<byte[], byte[]> record = rows.records().get(i);
      if (record.value() == null) {
        tombstones++;
        continue;
      }
      if (Change.of(record).value().getAction() == Action.DELETE) {
        ConsumerRecord<byte[], byte[]> next = rows.records().get(i + 1);
        assertThat(next.value()).isNull();
        assertThat(next.key()).isEqualTo(record.key());
        assertThat(next.partition()).isEqualTo(record.partition());
        assertThat(next.timestamp()).isEqualTo(record.timestamp());
      }
    }
    assertThat((long) tombstones)
        .isEqualTo(
            rows.expected().values().stream().filter(c -> c.getAction() == Action.DELETE).count());
  }

  @Test
  void a_records_time_is_that_of_the_change() {
    assertThat(Change.of(rows.records()))
        .allSatisfy(
            change ->
                assertThat(change.record().timestamp())
                    .isEqualTo(
                        rows.expected().get(change.actionId()).getCapturedAt().toEpochMilli()));
  }

  private static byte[] avro(SchemaVersion version, int schemaId, EmployeeCDC change)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(WireFormat.header(schemaId));
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new SpecificDatumWriter<EmployeeCDC>(version.schema(), change.getSpecificData())
        .write(change, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }
}
