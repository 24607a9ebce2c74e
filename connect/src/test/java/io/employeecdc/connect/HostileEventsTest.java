package io.employeecdc.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Column;
import java.math.BigDecimal;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/**
 * Events of any shape become a record, or nothing, or end the task with a sentence that holds no
 * value: never with an Error, and never with an exception that somebody else worded.
 */
class HostileEventsTest {
  private static final int EVENTS = 20_000;
  private static final int DEEP = 20_000;
  private static final String SECRET = "c0nfidential";

  private static final List<String> NAMES =
      List.of(
          "Date",
          "Time",
          "MicroTime",
          "Timestamp",
          "MicroTimestamp",
          "ZonedTimestamp",
          "ZonedTime",
          "Nothing");

  /** Of each a value of the schema, but not always one that its name allows. */
  private record Value(Schema schema, Object value) {}

  private final Random random = new Random(21);
  private final ContractRecord transformation = Employees.transformation();
  private int records;

  @Test
  void a_value_of_any_type_and_size_is_written_or_refused_in_our_words() {
    for (int i = 0; i < EVENTS; i++) {
      String column = random.nextBoolean() ? "email" : "dob";
      Value hostile = value(0);
      apply(event(column, hostile), column + " " + hostile.schema().type());
    }
    assertThat(records).as("events that became records").isBetween(EVENTS / 20, EVENTS * 19 / 20);
  }

  @Test
  void what_nests_deeper_than_any_stack_is_refused() {
    Schema schema = Schema.STRING_SCHEMA;
    Object value = SECRET;
    for (int i = 0; i < DEEP; i++) {
      schema = SchemaBuilder.array(schema).optional().build();
      value = new DeepList(value);
    }
    Column column =
        CapturedTable.of(TransformationSettings.of(Map.of("schema.id", "1")).version().schema())
            .columns()
            .get(0);
    PostgresText text = new PostgresText(column, schema);
    Object nested = value;
    assertThatThrownBy(() -> text.parse(nested))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("array of arrays");
  }

  /** Whoever may connect to a database may put messages into its log. */
  @Test
  void a_message_in_the_log_is_passed_over_whatever_it_says() {
    Schema message =
        SchemaBuilder.struct()
            .name("io.debezium.connector.postgresql.MessageValue")
            .field("op", Schema.STRING_SCHEMA)
            .field("message", SchemaBuilder.struct().field("content", Schema.BYTES_SCHEMA))
            .build();
    Struct content =
        new Struct(message.field("message").schema()).put("content", new byte[16 << 20]);
    SourceRecord record =
        record(message, new Struct(message).put("op", "m").put("message", content));
    assertThat(transformation.apply(record)).isNull();
  }

  @Test
  void an_envelope_that_lacks_what_debezium_says_is_refused() {
    for (String missing : List.of("op", "source", "after", "schema", "table", "ts_us", "lsn")) {
      for (boolean other : List.of(false, true)) {
        SourceRecord whole = Employees.insert();
        Struct value = (Struct) whole.value();
        Struct copy = without(value, missing, other);
        apply(record(copy.schema(), copy, whole), missing + " " + other);
      }
    }
    for (Object offset : List.of("text", List.of(), Map.of(), -1L, Double.NaN)) {
      SourceRecord whole = Employees.insert();
      Map<String, Object> offsets = new HashMap<>();
      for (String key : List.of("lsn", "lsn_commit", "lsn_proc", "ts_usec", "messageType")) {
        offsets.put(key, offset);
      }
      apply(
          new SourceRecord(
              Map.of(),
              offsets,
              "t",
              0,
              whole.keySchema(),
              whole.key(),
              whole.valueSchema(),
              whole.value()),
          "offset " + offset);
    }
  }

  /** A field is missing, or is of a type that nobody expects there. */
  private static Struct without(Struct value, String missing, boolean other) {
    SchemaBuilder builder = SchemaBuilder.struct().name(value.schema().name()).optional();
    Map<String, Object> values = new HashMap<>();
    value
        .schema()
        .fields()
        .forEach(
            field -> {
              Object old = value.get(field);
              if (field.name().equals(missing)) {
                if (other) {
                  builder.field(missing, Schema.OPTIONAL_BOOLEAN_SCHEMA);
                  values.put(missing, true);
                }
              } else if (old instanceof Struct inner) {
                Struct changed = without(inner, missing, other);
                builder.field(field.name(), changed.schema());
                values.put(field.name(), changed);
              } else {
                builder.field(field.name(), field.schema());
                values.put(field.name(), old);
              }
            });
    Struct copy = new Struct(builder.build());
    values.forEach(copy::put);
    return copy;
  }

  private SourceRecord apply(SourceRecord record, String what) {
    try {
      SourceRecord written = transformation.apply(record);
      records++;
      return written;
    } catch (ConnectException e) {
      assertThat(e).as(what).isExactlyInstanceOf(ConnectException.class);
      assertThat(e).as(what).message().doesNotContain(SECRET);
      return null;
    } catch (RuntimeException | Error e) {
      return fail(what, e);
    }
  }

  private SourceRecord event(String column, Value hostile) {
    Events events =
        column.equals("email")
            ? Employees.events("email", hostile.schema())
            : Employees.eventsWithDate(hostile.schema());
    return events.event("c", Employees.KEY, Employees.row(column, hostile.value()));
  }

  private static SourceRecord record(Schema schema, Object value) {
    return new SourceRecord(Map.of(), new HashMap<>(), "t", schema, value);
  }

  private static SourceRecord record(Schema schema, Object value, SourceRecord of) {
    return new SourceRecord(
        Map.of(),
        new HashMap<>(of.sourceOffset()),
        "t",
        0,
        of.keySchema(),
        of.key(),
        schema,
        value);
  }

  private Value value(int depth) {
    String name = NAMES.get(random.nextInt(NAMES.size()));
    String logical =
        switch (random.nextInt(4)) {
          case 0 -> "io.debezium.time." + name;
          case 1 -> "io.debezium.data." + name;
          case 2 -> "own." + name;
          default -> null;
        };
    return switch (random.nextInt(depth > 3 ? 9 : 11)) {
      case 0 -> new Value(of(Schema.Type.INT8, logical), (byte) random.nextInt());
      case 1 -> new Value(of(Schema.Type.INT16, logical), (short) random.nextInt());
      case 2 -> new Value(of(Schema.Type.INT32, logical), extreme(random.nextInt()).intValue());
      case 3 -> new Value(of(Schema.Type.INT64, logical), extreme(random.nextLong()).longValue());
      case 4 ->
          new Value(of(Schema.Type.FLOAT64, logical), random.nextBoolean() ? Double.NaN : -0.0);
      case 5 -> new Value(of(Schema.Type.BOOLEAN, logical), true);
      case 6 -> new Value(of(Schema.Type.BYTES, logical), new byte[random.nextInt(1 << 12)]);
      case 7 ->
          new Value(
              Decimal.builder(2).optional().build(),
              new BigDecimal("-9" + "9".repeat(random.nextInt(500)) + ".25"));
      case 8 -> new Value(of(Schema.Type.STRING, logical), text());
      case 9 -> array(value(depth + 1));
      default -> struct(value(depth + 1));
    };
  }

  private Number extreme(long value) {
    return switch (random.nextInt(4)) {
      case 0 -> Long.MAX_VALUE;
      case 1 -> Long.MIN_VALUE;
      case 2 -> Integer.MAX_VALUE;
      default -> value;
    };
  }

  private String text() {
    return switch (random.nextInt(5)) {
      case 0 -> SECRET;
      case 1 -> SECRET.repeat(1 << random.nextInt(12));
      case 2 -> "\u0000" + SECRET + "\ud800";
      case 3 -> "{".repeat(random.nextInt(1 << 12)) + SECRET;
      default -> "+294277-01-01T00:00:00" + SECRET;
    };
  }

  private static Schema of(Schema.Type type, String logical) {
    return new SchemaBuilder(type).name(logical).optional().build();
  }

  private Value array(Value one) {
    List<Object> list = new ArrayList<>(Collections.nCopies(random.nextInt(4), one.value()));
    if (random.nextBoolean()) {
      list.add(null);
    }
    return new Value(SchemaBuilder.array(one.schema()).optional().build(), list);
  }

  private static Value struct(Value one) {
    Schema schema = SchemaBuilder.struct().optional().field("field", one.schema()).build();
    return new Value(schema, new Struct(schema).put("field", one.value()));
  }

  /** Asks nothing of what it holds when it is asked for its hash or text. */
  private static final class DeepList extends AbstractList<Object> {
    private final Object only;

    DeepList(Object only) {
      this.only = only;
    }

    @Override
    public Object get(int index) {
      return only;
    }

    @Override
    public int size() {
      return 1;
    }
  }
}
