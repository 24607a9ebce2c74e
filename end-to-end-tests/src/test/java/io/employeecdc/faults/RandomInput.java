package io.employeecdc.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.employeecdc.consumer.deadletter.DeadLetterHeaders;
import io.employeecdc.contract.SampleEmployee;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.schema.Action;
import io.employeecdc.schema.EmployeeCDC;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** What an attacker may put before services and commands, as a seed decides. */
final class RandomInput {
  private static final int LONGEST_BODY = 900_000;
  private static final String HEADER =
      "changed_on,action,emp_id,first_name,last_name,dob,city,salary";
  private static final List<String> CELLS =
      List.of(
          "",
          "INSERT",
          "UPDATE",
          "DELETE",
          "1",
          "-1",
          "99999999999",
          "2020-02-30",
          "1999-09-09",
          "\"",
          "\"a\nb\"",
          "\0",
          "\u001b[31m",
          "é",
          "+999999999-12-31",
          "NaN",
          ",",
          "'; drop");

  /** Parts of answers that a registry's client takes one by one. */
  private static final List<String> ANSWERS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "\"schema\"",
          ":",
          ",",
          "null",
          "1e999",
          "\"\\\"string\\\"\"",
          "\"schemaType\"",
          "\"JSON\"",
          "\"references\"",
          "\"{\\\"type\\\":\\\"record\\\"}\"",
          "<html>",
          "\u0000",
          "\"\\ud800\"",
          "true",
          " ",
          "\"subject\"",
          "\"id\"",
          "-0");

  /** What a header or a column may hold, for whoever takes it for a number, a time or a name. */
  private static final List<String> TEXTS =
      List.of(
          "",
          "0",
          "-1",
          "2147483648",
          "99999999999999999999",
          "NaN",
          "+1000000000-12-31T23:59:59.999999999Z",
          "-1000000000-01-01T00:00:00Z",
          "TOO_LARGE",
          "23505",
          "DECODE",
          "bf_employee_cdc",
          "\0",
          "\ud800",
          "\u001b]0;x\u0007",
          "::error::x",
          "x".repeat(5000));

  private static final long[] NUMBERS = {
    0, 1, -1, -2, Long.MAX_VALUE, Long.MIN_VALUE, 9_000_000_000_000_000_000L, 253_402_300_800_000L
  };

  private final Random random;
  private int types;

  RandomInput(Random random) {
    this.random = random;
  }

  /**
   * Bytes of no meaning, of the wire format's beginning, or those of a record with some changed.
   */
  byte[] value(byte[] good) {
    return switch (random.nextInt(3)) {
      case 0 -> bytes(random.nextInt(300));
      case 1 -> behind(good, bytes(random.nextInt(300)));
      default -> mutated(good);
    };
  }

  /** Of one byte all along, or of numbers that claim much; as long as a topic takes, or short. */
  byte[] body() {
    byte[] body = new byte[random.nextBoolean() ? LONGEST_BODY : 1 + random.nextInt(200)];
    byte[] all = {0, 1, 2, 4, 0x7e, (byte) 0x80, (byte) 0xff};
    byte fill = all[random.nextInt(all.length)];
    if (random.nextInt(3) == 0) {
      random.nextBytes(body);
    } else {
      Arrays.fill(body, fill);
    }
    return body;
  }

  /**
   * Of our name, so that it is read, with types that may repeat and hold themselves; also those of
   * our own fields, of which each may be another than ours.
   */
  Schema schema() {
    Schema ours = Contract.standard().released().newest().schema();
    List<Schema.Field> fields = new ArrayList<>();
    Schema self = Schema.createRecord("Self" + types++, null, null, false);
    self.setFields(
        List.of(
            new Schema.Field("a", Schema.createUnion(Schema.create(Schema.Type.NULL), self)),
            new Schema.Field("b", Schema.createArray(self))));
    int more = 1 + random.nextInt(3);
    for (int i = 0; i < more; i++) {
      fields.add(new Schema.Field("x" + i, type(self, 0)));
    }
    if (random.nextBoolean()) {
      ours.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
    } else if (random.nextBoolean()) {
      ours.getFields()
          .forEach(field -> fields.add(new Schema.Field(field.name(), like(field, self))));
    }
    return Schema.createRecord(ours.getName(), null, ours.getNamespace(), false, fields);
  }

  /** Some of any name, more often one of ours, and some that are there twice. */
  Headers headers() {
    Headers headers = new RecordHeaders();
    List<String> ours = DeadLetterHeaders.NAMES.stream().sorted().toList();
    for (int i = random.nextInt(random.nextInt(10) == 0 ? 300 : 8); i > 0; i--) {
      // Of a lone surrogate in a name, Kafka's client takes the length wrongly.
      String name =
          random.nextInt(3) == 0
              ? text().replace("\ud800", "")
              : ours.get(random.nextInt(ours.size()));
      byte[] said = text().getBytes(UTF_8);
      headers.add(
          name,
          switch (random.nextInt(8)) {
            case 0 -> null;
            case 1, 2 -> value(said);
            default -> said;
          });
    }
    return headers;
  }

  /** A record's time, of which half are from before 1970. */
  long moment() {
    return number();
  }

  private long number() {
    return random.nextInt(4) == 0 ? random.nextLong() : NUMBERS[random.nextInt(NUMBERS.length)];
  }

  /** A change of an employee that a decoder reads, and that a database may refuse. */
  EmployeeCDC change(int employee) {
    List<Action> actions = List.of(Action.values());
    return EmployeeCDC.newBuilder()
        .setActionId(number())
        .setEmpId(employee)
        .setAction(actions.get(random.nextInt(actions.size())))
        .setEmployee(
            random.nextInt(8) == 0
                ? null
                : SampleEmployee.of(
                    text(),
                    text(),
                    LocalDate.ofEpochDay(random.nextInt()),
                    random.nextBoolean() ? text() : null,
                    random.nextInt()))
        .setCapturedAt(Instant.EPOCH.plus(number(), ChronoUnit.MICROS))
        .build();
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  /** A registry's answer. */
  String answer() {
    if (random.nextInt(4) == 0) {
      return "{\"schema\":\"" + schema().toString().replace("\"", "\\\"") + "\"}";
    }
    if (random.nextInt(20) == 0) {
      return "[".repeat(random.nextInt(100_000));
    }
    return text(ANSWERS, 1 + random.nextInt(12), "");
  }

  /** A history with a fault at its end, if not before. */
  byte[] csv() {
    String lines =
        IntStream.range(0, random.nextInt(20))
            .mapToObj(i -> text(CELLS, random.nextInt(10), ","))
            .collect(Collectors.joining("\n"));
    String head = random.nextInt(4) == 0 ? text(CELLS, 8, ",") : HEADER;
    byte[] all = (head + "\n" + lines).getBytes(UTF_8);
    byte[] some = random.nextInt(3) == 0 ? mutated(all) : all;
    byte[] end = "\nno change".getBytes(UTF_8);
    return ByteBuffer.allocate(some.length + end.length).put(some).put(end).array();
  }

  /** The type of a field of ours, a branch of it, one more, or another type. */
  private Schema like(Schema.Field field, Schema self) {
    Schema ours = field.schema();
    List<Schema> branches = ours.isUnion() ? ours.getTypes() : List.of(ours);
    return switch (random.nextInt(4)) {
      case 0 -> ours;
      case 1 -> branches.get(random.nextInt(branches.size()));
      case 2 -> Schema.createUnion(Stream.concat(branches.stream(), Stream.of(self)).toList());
      default -> type(self, 0);
    };
  }

  private Schema type(Schema self, int depth) {
    return switch (random.nextInt(depth > 5 ? 5 : 9)) {
      case 0 -> Schema.create(Schema.Type.NULL);
      case 1 -> Schema.create(Schema.Type.STRING);
      case 2 -> Schema.create(Schema.Type.LONG);
      case 3 -> Schema.createFixed("Fixed" + types++, null, null, 1 + random.nextInt(1 << 20));
      case 4 -> self;
      case 5 -> Schema.createArray(type(self, depth + 1));
      case 6 -> Schema.createMap(type(self, depth + 1));
      case 7 -> Schema.createUnion(Schema.create(Schema.Type.BYTES), self);
      default -> {
        Schema twice = type(self, depth + 1);
        yield Schema.createRecord(
            "Twice" + types++,
            null,
            null,
            false,
            List.of(new Schema.Field("a", twice), new Schema.Field("b", twice)));
      }
    };
  }

  private String text(List<String> parts, int count, String between) {
    return IntStream.range(0, count)
        .mapToObj(i -> parts.get(random.nextInt(parts.size())))
        .collect(Collectors.joining(between));
  }

  private byte[] mutated(byte[] good) {
    byte[] bytes = Arrays.copyOf(good, 1 + random.nextInt(good.length + 5));
    for (int i = random.nextInt(8); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }

  private static byte[] behind(byte[] good, byte[] body) {
    byte[] all = Arrays.copyOf(good, WireFormat.HEADER_LENGTH + body.length);
    System.arraycopy(body, 0, all, WireFormat.HEADER_LENGTH, body.length);
    return all;
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
