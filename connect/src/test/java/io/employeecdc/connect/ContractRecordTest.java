package io.employeecdc.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.SampleEmployee;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.schema.Action;
import io.employeecdc.schema.EmployeeCDC;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class ContractRecordTest {
  private static final long COMMITTED_MILLIS = Events.COMMITTED_AT / 1000;

  private final Events events = Employees.events();
  private final ContractRecord transformation = Employees.transformation();

  @Test
  void each_operation_is_byte_for_byte_what_avro_writes_in_each_released_version()
      throws IOException {
    Map<String, Action> actions =
        Map.of("c", Action.INSERT, "u", Action.UPDATE, "d", Action.DELETE, "r", Action.SNAPSHOT);
    for (SchemaVersion version : Contract.standard().released().all()) {
      ContractRecord ofVersion =
          Employees.transformation("contract.version", String.valueOf(version.number()));
      for (Map.Entry<String, Action> action : actions.entrySet()) {
        boolean deleted = action.getValue() == Action.DELETE;
        SourceRecord record =
            ofVersion.apply(
                events.event(action.getKey(), Employees.KEY, deleted ? null : Employees.row()));
        assertThat((byte[]) record.value())
            .as("%s in version %d", action.getValue(), version.number())
            .isEqualTo(avro(version, expected(action.getValue())));
      }
    }
  }

  @Test
  void a_record_has_the_contracts_topic_the_keys_text_the_time_of_the_commit_and_no_header() {
    SourceRecord record = transformation.apply(Employees.insert());
    assertThat(record.topic()).isEqualTo("bf_employee_cdc");
    assertThat(text(record.key())).isEqualTo("7");
    assertThat(record.timestamp()).isEqualTo(COMMITTED_MILLIS);
    assertThat(record.kafkaPartition()).isNull();
    assertThat(record.headers()).isEmpty();
    assertThat(List.of(record.keySchema(), record.valueSchema()))
        .containsOnly(Schema.OPTIONAL_BYTES_SCHEMA);
  }

  @Test
  void a_source_whose_clock_is_ahead_gives_no_record_from_the_future() {
    SourceRecord early =
        events.event(
            "c",
            Employees.KEY,
            Employees.row(),
            source -> source.put("ts_us", Events.COMMITTED_AT + 2 * 86_400_000_000L));
    assertThat(transformation.apply(early).timestamp()).isEqualTo(Employees.NOW.toEpochMilli());
  }

  @Test
  void the_tombstone_after_a_delete_has_its_key_and_its_time() {
    SourceRecord deleted = events.event("d", Employees.KEY, null);
    SourceRecord tombstone = events.tombstone(deleted);
    SourceRecord record = transformation.apply(deleted);
    SourceRecord after = transformation.apply(tombstone);
    assertThat(after.value()).isNull();
    assertThat((byte[]) after.key()).isEqualTo((byte[]) record.key());
    assertThat(after.timestamp()).isEqualTo(record.timestamp());
    assertThat(after.topic()).isEqualTo(record.topic());
    assertThat(after.headers()).isEmpty();
  }

  @Test
  void a_changed_primary_key_is_a_delete_of_the_old_and_then_an_insert_of_the_new() {
    SourceRecord old = events.event("d", Employees.KEY, null);
    old.headers().add("__debezium.newkey", 8, Schema.INT32_SCHEMA);
    SourceRecord now = events.event("c", Map.of("emp_id", 8), Employees.row("emp_id", 8));
    now.headers().add("__debezium.oldkey", 7, Schema.INT32_SCHEMA);
    SourceRecord deleted = transformation.apply(old);
    SourceRecord inserted = transformation.apply(now);
    assertThat(text(deleted.key())).isEqualTo("7");
    assertThat(text(inserted.key())).isEqualTo("8");
    assertThat(deleted.headers()).isEmpty();
    assertThat(inserted.headers()).isEmpty();
  }

  @Test
  void a_key_of_several_columns_is_a_json_array_as_the_producer_writes_it() {
    Events salaries =
        new Events(
            "salaries",
            Map.of("emp_id", Schema.INT32_SCHEMA, "from_date", date()),
            Map.of(
                "emp_id",
                Schema.INT32_SCHEMA,
                "from_date",
                date(),
                "amount",
                Schema.INT32_SCHEMA,
                "to_date",
                date()));
    SourceRecord record =
        Employees.transformation("contract", "SalaryCDC")
            .apply(salaries.event("d", Map.of("emp_id", 7, "from_date", 0), null));
    assertThat(text(record.key())).isEqualTo("[7,\"1970-01-01\"]");
  }

  private static Schema date() {
    return SchemaBuilder.int32().name("io.debezium.time.Date").version(1).build();
  }

  @Test
  void a_heartbeat_stays_on_its_topic_so_that_connect_notes_how_far_the_log_is_read() {
    Schema schema =
        SchemaBuilder.struct()
            .name("io.debezium.connector.common.Heartbeat")
            .field("ts_ms", Schema.INT64_SCHEMA)
            .build();
    SourceRecord beat =
        new SourceRecord(
            Map.of(),
            Employees.insert().sourceOffset(),
            "__debezium-heartbeat.cdc",
            0,
            null,
            null,
            schema,
            new Struct(schema).put("ts_ms", 1L));
    SourceRecord record = transformation.apply(beat);
    assertThat(record.topic()).isEqualTo("__debezium-heartbeat.cdc");
    assertThat(record.value()).isNull();
  }

  @Test
  void what_is_no_change_of_a_table_is_dropped_and_so_is_a_table_that_is_named() {
    Schema message =
        SchemaBuilder.struct()
            .name("io.debezium.connector.postgresql.MessageValue")
            .field("op", Schema.STRING_SCHEMA)
            .build();
    SourceRecord logical =
        new SourceRecord(
            Map.of(), Map.of(), "cdc.message", message, new Struct(message).put("op", "m"));
    Events signals =
        new Events(
            "signals", Map.of("id", Schema.STRING_SCHEMA), Map.of("id", Schema.STRING_SCHEMA));
    SourceRecord signal = signals.event("c", Map.of("id", "1"), Map.of("id", "1"));
    assertThat(transformation.apply(logical)).isNull();
    assertThat(Employees.transformation("other.tables", "signals,beats").apply(signal)).isNull();
  }

  private static EmployeeCDC expected(Action action) {
    return EmployeeCDC.newBuilder()
        .setActionId(action == Action.SNAPSHOT ? 1 : 1024 * Events.PLACE)
        .setEmpId(7)
        .setAction(action)
        .setEmployee(
            action == Action.DELETE
                ? null
                : SampleEmployee.of(
                    "Łucja", null, LocalDate.of(1969, 12, 31), "", Integer.MIN_VALUE))
        .setCapturedAt(Instant.EPOCH.plus(Events.COMMITTED_AT, ChronoUnit.MICROS))
        .setTransactionId(Events.TRANSACTION)
        .build();
  }

  private static byte[] avro(SchemaVersion version, EmployeeCDC change) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(WireFormat.header(Employees.SCHEMA_ID));
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new SpecificDatumWriter<EmployeeCDC>(version.schema(), change.getSpecificData())
        .write(change, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, UTF_8);
  }
}
