package io.employeecdc.consumer.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.failure.DecodeFault;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Contract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the schema of a record is, there is an outcome. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileSchemaTest extends WithRegistry {
  @Test
  void a_schema_that_nests_without_end_is_none() throws RegistryException {
    schema("[".repeat(50_000) + "]".repeat(50_000));
    assertThat(fault((byte) 0)).isEqualTo(DecodeFault.WRONG_TYPE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 20_000})
  void a_schema_that_nests_by_name_is_none(int types) throws RegistryException {
    schema(record(i -> i == 0 ? "\"int\"" : "\"T%d\"".formatted(i - 1), types));
    assertThat(fault((byte) 0)).isEqualTo(DecodeFault.WRONG_TYPE);
  }

  /** Avro writes each type out wherever it is used. */
  @Test
  void a_schema_that_doubles_with_each_type_is_none() throws RegistryException {
    schema(
        record(
            i ->
                i == 0
                    ? "\"null\""
                    : "\"T%d\"},{\"name\":\"b\",\"type\":\"T%1$d\"".formatted(i - 1),
            60));
    assertThat(fault((byte) 0)).isEqualTo(DecodeFault.WRONG_TYPE);
  }

  /** Avro reads all of these shapes, and our columns are found in none or one of them. */
  @ParameterizedTest
  @ValueSource(strings = {"%s", "[\"string\",%s,\"null\"]", "[%s]"})
  void a_row_that_is_no_union_of_two_is_read_all_the_same(String type) throws Exception {
    Schema row = Contract.standard().table().rowSchema();
    Schema schema = withRow(type.formatted(row));
    schema(schema.toString());

    Change read = decode(encoded(schema, new GenericData.Record(row)));
    assertThat(read.version().columns()).isEqualTo(Contract.standard().table().columns());
  }

  @Test
  void a_row_that_is_never_there_is_one_that_lacks() throws Exception {
    Schema schema = withRow("\"null\"");
    schema(schema.toString());
    assertThat(fault(encoded(schema, null))).isEqualTo(DecodeFault.NO_ROW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"enum\",\"name\":\"%s\",\"symbols\":[\"A\"]}",
        "{\"type\":\"fixed\",\"name\":\"%s\",\"size\":4}"
      })
  void a_type_of_our_name_that_is_no_record_is_none(String type) throws RegistryException {
    schema(type.formatted(OURS));
    assertThat(fault((byte) 0)).isEqualTo(DecodeFault.UNREADABLE_SCHEMA);
  }

  /** Its references would be fetched and parsed, of any length. */
  @Test
  void a_schema_with_references_is_none() throws RegistryException {
    AtomicInteger fetched = new AtomicInteger();
    server.createContext(
        "/subjects",
        exchange -> {
          fetched.incrementAndGet();
          send(exchange, "{\"schema\":\"" + "\\\"string\\\"" + "\"}");
        });
    answer(
        "{\"schema\":\"%s\",\"references\":[{\"name\":\"N\",\"subject\":\"n\",\"version\":1}]}"
            .formatted(ours("\"null\"").replace("\"", "\\\"")));
    assertThat(fault((byte) 0)).isEqualTo(DecodeFault.WRONG_TYPE);
    assertThat(fetched).hasValue(0);
  }

  @Test
  void a_record_that_holds_itself_is_malformed() throws RegistryException {
    schema(
        ours(
            "{\"type\":\"record\",\"name\":\"N\",\"fields\":[{\"name\":\"n\",\"type\":[\"null\",\"N\"]}]}"));
    assertThat(fault((byte) 2)).isEqualTo(DecodeFault.MALFORMED);
  }

  /**
   * Two hundred thousand arrays of a million elements each. Avro counts such elements too, up to a
   * share of the memory, so this stays green where we do not.
   */
  @Test
  void elements_that_take_no_bytes_take_no_time() throws RegistryException {
    schema(ours("{\"type\":\"array\",\"items\":{\"type\":\"array\",\"items\":\"null\"}}"));
    ByteBuffer value = ByteBuffer.allocate(BODY);
    value.put(WireFormat.header(7)).put(new byte[] {(byte) 0x80, (byte) 0xb5, 0x18});
    for (int i = 0; i < 200_000; i++) {
      value.put(new byte[] {(byte) 0x80, (byte) 0x89, 0x7a, 0});
    }
    assertThat(fault(value.array())).isEqualTo(DecodeFault.MALFORMED);
  }

  /** Our schema with a row of another type. */
  private static Schema withRow(String type) {
    CapturedTable table = Contract.standard().table();
    Schema ours = table.contract();
    List<Schema.Field> fields =
        ours.getFields().stream()
            .map(
                field ->
                    field.equals(table.row())
                        ? new Schema.Field(field.name(), new Schema.Parser().parse(type))
                        : new Schema.Field(field, field.schema()))
            .toList();
    return Schema.createRecord(ours.getName(), null, ours.getNamespace(), false, fields);
  }

  private static byte[] encoded(Schema schema, GenericRecord row) throws IOException {
    GenericRecord change = new GenericData.Record(schema);
    change.put("action_id", 1L);
    change.put("emp_id", 1);
    change.put("action", new GenericData.EnumSymbol(schema.getField("action").schema(), "INSERT"));
    change.put(Contract.standard().table().row().name(), row);
    change.put("captured_at", 1L);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(WireFormat.header(7));
    Encoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(schema).write(change, encoder);
    return bytes.toByteArray();
  }

  private interface Field {
    String type(int number);
  }

  /** A record of our name with many fields, each of a record type that uses the one before. */
  private static String record(Field field, int count) {
    return "{\"type\":\"record\",\"name\":\"%s\",\"fields\":[%s]}"
        .formatted(
            OURS,
            IntStream.range(0, count)
                .mapToObj(
                    i ->
                        "{\"name\":\"f%1$d\",\"type\":{\"type\":\"record\",\"name\":\"T%1$d\",\"fields\":[{\"name\":\"a\",\"type\":%2$s}]}}"
                            .formatted(i, field.type(i)))
                .collect(Collectors.joining(",")));
  }
}
