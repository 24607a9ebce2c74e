package io.employeecdc.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Column;
import io.employeecdc.contract.table.Contract;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values as Debezium gives them, and what PostgreSQL would say of what the record then holds. */
class EdgeValuesTest {
  private static final CapturedTable TABLE = Contract.named("EverythingCDC").orElseThrow().table();
  private static final long INFINITE_MICROS = 9_223_372_036_825_200_000L;
  private static final long NEGATIVE_INFINITE_MICROS = -9_223_372_036_832_400_000L;

  private static final Schema DATE = time(SchemaBuilder.int32(), "Date");
  private static final Schema MILLIS_OF_DAY = time(SchemaBuilder.int32(), "Time");
  private static final Schema MICROS_OF_DAY = time(SchemaBuilder.int64(), "MicroTime");
  private static final Schema MILLIS = time(SchemaBuilder.int64(), "Timestamp");
  private static final Schema MICROS = time(SchemaBuilder.int64(), "MicroTimestamp");
  private static final Schema ZONED = time(SchemaBuilder.string(), "ZonedTimestamp");
  private static final Schema TEXT = Schema.OPTIONAL_STRING_SCHEMA;

  private static Schema time(SchemaBuilder builder, String name) {
    return builder.name("io.debezium.time." + name).version(1).optional().build();
  }

  private static Schema array(Schema of) {
    return SchemaBuilder.array(of).optional().build();
  }

  static Stream<Arguments> values() {
    return Stream.of(
        of("a_boolean", Schema.OPTIONAL_BOOLEAN_SCHEMA, true, "true"),
        of("an_int2", Schema.OPTIONAL_INT16_SCHEMA, Short.MIN_VALUE, "-32768"),
        of("an_int4", Schema.OPTIONAL_INT32_SCHEMA, Integer.MAX_VALUE, "2147483647"),
        of("an_int8", Schema.OPTIONAL_INT64_SCHEMA, Long.MIN_VALUE, "-9223372036854775808"),
        of("a_float4", Schema.OPTIONAL_FLOAT32_SCHEMA, Float.MIN_VALUE, "1.4E-45"),
        of("a_float4", Schema.OPTIONAL_FLOAT32_SCHEMA, 0.1f, "0.1"),
        of("a_float4", Schema.OPTIONAL_FLOAT32_SCHEMA, -0f, "-0.0"),
        of("a_float8", Schema.OPTIONAL_FLOAT64_SCHEMA, Double.NaN, "NaN"),
        of("a_float8", Schema.OPTIONAL_FLOAT64_SCHEMA, Double.NEGATIVE_INFINITY, "-Infinity"),
        of("a_float8", Schema.OPTIONAL_FLOAT64_SCHEMA, Double.MIN_VALUE, "4.9E-324"),
        of("a_float8", Schema.OPTIONAL_FLOAT32_SCHEMA, 0.1f, "0.10000000149011612"),
        of("a_text", TEXT, "\uD83D\uDE00 \"\\,\n", "\uD83D\uDE00 \"\\,\n"),
        of("a_char", TEXT, " ab  ", " ab"),
        of("a_text", typed("BPCHAR"), "ab  ", "ab"),
        of("a_json", data("Json"), "{\"b\": 1, \"b\": 2}", "{\"b\": 1, \"b\": 2}"),
        of("an_inet", TEXT, "10.0.0.1", "10.0.0.1/32"),
        of("an_inet", TEXT, "::1", "::1/128"),
        of("an_inet", TEXT, "10.0.0.0/8", "10.0.0.0/8"),
        of("a_mood", data("Enum"), "so so", "so so"),
        of("a_status", TEXT, "OPEN", "OPEN"),
        of("a_uuid", data("Uuid"), "01234567-89ab-cdef-8123-456789abcdef", null),
        of("a_bytea", Schema.OPTIONAL_BYTES_SCHEMA, ByteBuffer.wrap(new byte[] {0, -1}), "\\x00ff"),
        of("a_bytea", Schema.OPTIONAL_BYTES_SCHEMA, new byte[0], "\\x"),
        of("a_numeric", TEXT, "9999999999999999999999999999.9999999999", null),
        of("a_numeric", decimal(10), new BigDecimal("-0.0000000001"), "-0.0000000001"),
        of("a_fixed", decimal(2), new BigDecimal("1E+8"), "100000000.00"),
        of("a_date", DATE, 2_145_042_905, "5874897-12-31"),
        of("a_date", DATE, -719_528, "0001-01-01 BC"),
        of("a_date", DATE, -2_147_472_692, "infinity"),
        of("a_date", DATE, -2_147_472_691, "-infinity"),
        of("a_time_millis", MILLIS_OF_DAY, 86_400_000, "24:00:00"),
        of("a_time", MICROS_OF_DAY, 86_399_999_999L, "23:59:59.999999"),
        of("a_timestamptz", ZONED, "infinity", "infinity"),
        of("a_timestamptz", ZONED, "-infinity", "-infinity"),
        of("a_timestamptz", ZONED, "2026-03-29T00:30:00.123456Z", "2026-03-29 00:30:00.123456+00"),
        of(
            "a_timestamptz",
            ZONED,
            "-0043-03-15T12:00:00.000001Z",
            "0044-03-15 12:00:00.000001+00 BC"),
        of("a_timestamptz", ZONED, "+10000-01-01T00:00:00Z", "10000-01-01 00:00:00+00"),
        of(
            "a_timestamptz_millis",
            ZONED,
            "+294276-12-31T23:59:59.999Z",
            "294276-12-31 23:59:59.999000+00"),
        of("a_timestamp_millis", MILLIS, -1L, "1969-12-31 23:59:59.999000"),
        of("a_timestamp_millis", MILLIS, INFINITE_MICROS / 1000, "infinity"),
        of("order", MICROS, INFINITE_MICROS, "infinity"),
        of("order", MICROS, NEGATIVE_INFINITE_MICROS, "-infinity"),
        of("order", MICROS, -1L, "1969-12-31 23:59:59.999999"),
        of(
            "booleans",
            array(Schema.OPTIONAL_BOOLEAN_SCHEMA),
            Arrays.asList(true, null),
            "{\"true\",NULL}"),
        of("ints", array(Schema.OPTIONAL_INT32_SCHEMA), List.of(), "{}"),
        of(
            "floats",
            array(Schema.OPTIONAL_FLOAT32_SCHEMA),
            List.of(Float.NaN, -0f),
            "{\"NaN\",\"-0.0\"}"),
        of(
            "texts",
            array(TEXT),
            Arrays.asList("", null, "NULL", "a\"b\\c,{}"),
            "{\"\",NULL,\"NULL\",\"a\\\"b\\\\c,{}\"}"),
        of(
            "byteas",
            array(Schema.OPTIONAL_BYTES_SCHEMA),
            List.of(ByteBuffer.wrap(new byte[] {0})),
            "{\"\\\\x00\"}"),
        of("dates", array(DATE), List.of(0, -2_147_472_692), "{\"1970-01-01\",\"infinity\"}"),
        of(
            "timestamps",
            array(ZONED),
            List.of("2026-03-29T00:30:00Z"),
            "{\"2026-03-29 00:30:00+00\"}"),
        of(
            "numerics",
            array(TEXT),
            Arrays.asList("9999999999.99", null),
            "{\"9999999999.99\",NULL}"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void a_value_stays_what_it_is(String column, Schema schema, Object value, String text)
      throws IOException {
    assertThat(written(column, schema, value)).isEqualTo(text == null ? value : text);
  }

  static Stream<Arguments> misfits() {
    return Stream.of(
        of("an_int4", Schema.OPTIONAL_INT64_SCHEMA, 1L << 40, "is not a whole number"),
        of("a_float4", Schema.OPTIONAL_FLOAT64_SCHEMA, 0.1, "is not real but double precision"),
        of("a_numeric", TEXT, "NaN", "is not a number of 38 digits, 10 of them behind the point"),
        of("a_fixed", decimal(3), new BigDecimal("0.001"), "is not a number of"),
        of("a_status", TEXT, "GONE", "is not one of UNKNOWN, OPEN, CLOSED"),
        of("a_uuid", data("Uuid"), "x", "is not a uuid"),
        of("a_timestamp_millis", MICROS, 1L, "without a fraction that timestamp(3) loses"),
        of("a_time_millis", MICROS_OF_DAY, 1L, "without a fraction that time(3) loses"),
        of("a_date", Schema.OPTIONAL_STRING_SCHEMA, "today", "is not a date such as"),
        of("a_text", DATE, 1, "is not text but Date"),
        of("a_bytea", TEXT, "AAA=", "is not bytes such as"));
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void a_value_that_does_not_fit_is_refused(
      String column, Schema schema, Object value, String sentence) {
    assertThatThrownBy(() -> written(column, schema, value))
        .hasMessageStartingWith("what was written to " + column + " of everything (1/28) ")
        .hasMessageContaining(sentence);
  }

  private static Arguments of(String column, Schema schema, Object value, String text) {
    return Arguments.of(column, schema, value, text);
  }

  private static Schema data(String name) {
    return SchemaBuilder.string().optional().name("io.debezium.data." + name).version(1).build();
  }

  private static Schema typed(String type) {
    return SchemaBuilder.string()
        .optional()
        .parameter("__debezium.source.column.type", type)
        .build();
  }

  private static Schema decimal(int scale) {
    return Decimal.builder(scale).optional().build();
  }

  /** What the record holds in the column, as PostgreSQL's text. */
  private static String written(String name, Schema schema, Object value) throws IOException {
    Map<String, Schema> fields = new LinkedHashMap<>();
    fields.put("id", Schema.INT32_SCHEMA);
    TABLE.columns().forEach(column -> fields.put(column.name(), TEXT));
    fields.put(name, schema);
    Map<String, Object> row = new HashMap<>();
    row.put("id", 1);
    row.put(name, value);
    SourceRecord record =
        Employees.transformation("contract", "EverythingCDC")
            .apply(
                new Events("everything", Map.of("id", Schema.INT32_SCHEMA), fields)
                    .event("c", Map.of("id", 1), row));
    byte[] bytes = (byte[]) record.value();
    int from = WireFormat.HEADER_LENGTH;
    IndexedRecord read =
        new GenericDatumReader<IndexedRecord>(TABLE.contract())
            .read(null, DecoderFactory.get().binaryDecoder(bytes, from, bytes.length - from, null));
    Column column = TABLE.column(name);
    return column.type().text(column.valueIn(TABLE.rowIn(read)));
  }
}
