package io.employeecdc.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.employeecdc.contract.SampleEmployee;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.endtoend.Stranger;
import io.employeecdc.endtoend.TestPipeline;
import io.employeecdc.operations.deadletters.DlqCommand;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.schema.Action;
import io.employeecdc.schema.Employee;
import io.employeecdc.schema.EmployeeCDC;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;

/** Records that cannot be applied, in the midst of those that can: each is one dead letter. */
@Tag("servers")
class RecordFaultsTest {
  /** Of no employee of the workload. */
  private static final int FIRST_KEY = 200_000;

  private static final int SMALL_HEAP = 128;

  /** Later than PostgreSQL's last day, which is in the year 5874897. */
  private static final LocalDate AFTER_ALL_DAYS = LocalDate.of(5_880_000, 1, 1);

  private static final String VERSIONS =
      "select count(*) from employee_versions where emp_id > " + FIRST_KEY;

  private static final String SQL_STATE = "__cdc.errors.sqlstate";
  private static final String DECODE_FAULT = "__cdc.errors.fault";

  @FaultTest
  void a_dead_letter_that_is_replayed_late_turns_nothing_back(long seed, Stages stages)
      throws Exception {
    try (Scene scene = stages.fresh(Fault.LATE_REPLAY, seed)) {
      TestPipeline pipeline = scene.pipeline();
      pipeline.target("alter table employees add constraint no_moon check (city <> 'moon')");
      scene.start();
      int letters = 2 * (1 + scene.random().nextInt(20));
      pipeline.source(
          "insert into employees (emp_id, city) select g, 'moon' from generate_series(%d, %d) g"
              .formatted(FIRST_KEY + 1, FIRST_KEY + letters));
      scene.awaitDeadLetters(letters);
      scene.awaitAnyMoment();
      pipeline.source(
          "update employees set city = 'earth' where emp_id > %d and emp_id %% 2 = 0"
              .formatted(FIRST_KEY));
      pipeline.source(
          "delete from employees where emp_id > %d and emp_id %% 2 = 1".formatted(FIRST_KEY));
      pipeline
          .waiting("the newer changes have taken effect")
          .until(() -> pipeline.askTarget(VERSIONS), String.valueOf(letters)::equals);
      pipeline.target("alter table employees drop constraint no_moon");

      CommandRun replay = replay(scene);
      assertThat(replay.exitCode()).isZero();
      assertThat(replay.out()).contains(": %1$d of %1$d; %1$d superseded".formatted(letters));
      scene.check(letters);
    }
  }

  @FaultTest
  void a_value_that_the_target_cannot_hold_is_a_dead_letter_with_its_sqlstate(
      long seed, Stages stages) throws Exception {
    try (Scene scene = stages.fresh(Fault.BAD_VALUE, seed)) {
      TestPipeline pipeline = scene.pipeline();
      pipeline.target(
          "alter table employees add monthly smallint generated always as (salary / 1000) stored");
      scene.start();
      pipeline.source(
          "insert into employees (emp_id, dob) values (%d, 'infinity'), (%d, '-infinity')"
              .formatted(FIRST_KEY, FIRST_KEY + 1));
      pipeline.source(
          "insert into employees (emp_id, salary) values (%d, 2000000000)"
              .formatted(FIRST_KEY + 2));
      try (Stranger stranger = Stranger.on(pipeline.channel())) {
        List<Employee> rows =
            Arrays.asList(
                SampleEmployee.of("a NUL \0 in it", null, null, null, null),
                SampleEmployee.of(null, null, AFTER_ALL_DAYS, null, null),
                SampleEmployee.of(null, null, null, "x".repeat(101), null));
        Collections.shuffle(rows, scene.random());
        for (Employee row : rows) {
          scene.awaitAnyMoment();
          int key = FIRST_KEY + 3 + rows.indexOf(row);
          stranger.send(String.valueOf(key), stranger.encoded(insert(key, row)));
        }
      }
      assertThat(scene.awaitDeadLetters(4))
          .extracting(letter -> header(letter, SQL_STATE))
          .containsExactlyInAnyOrder("22003", "22021", "22008", "22001");

      pipeline.target("alter table employees drop column monthly");
      assertThat(replay(scene, "--error", "22003").out()).contains("1 of 1; 1 applied");
      scene.check(4);
    }
  }

  @FaultTest
  void bytes_that_are_no_record_are_a_dead_letter_each_and_take_no_memory(long seed, Stages stages)
      throws Exception {
    try (Scene scene = stages.fresh(Fault.NO_RECORD, seed)) {
      scene.stage().heap(SMALL_HEAP);
      scene.start();
      int sent = 0;
      try (Stranger stranger = Stranger.on(scene.pipeline().channel())) {
        byte[] good =
            stranger.encoded(insert(FIRST_KEY, SampleEmployee.of("a", "b", null, "c", 1)));
        byte[] random = good.clone();
        scene.random().nextBytes(random);
        random[0] = 0;
        byte[] randomBody = Arrays.copyOf(random, good.length);
        System.arraycopy(good, 0, randomBody, 0, WireFormat.HEADER_LENGTH);
        byte[] otherMagic = good.clone();
        otherMagic[0] = 1;
        byte[] unknownSchema = good.clone();
        unknownSchema[1] = 0x7f;
        for (byte[] value :
            List.of(
                new byte[0],
                Arrays.copyOf(good, 1 + scene.random().nextInt(4)),
                Arrays.copyOf(good, 6 + scene.random().nextInt(good.length - 6)),
                otherMagic,
                unknownSchema,
                random,
                randomBody,
                claimsToBeLong(good))) {
          stranger.send(String.valueOf(FIRST_KEY), value);
          sent++;
          scene.awaitAnyMoment();
        }
      }
      assertThat(scene.awaitDeadLetters(sent))
          .extracting(letter -> header(letter, "__connect.errors.stage"))
          .containsOnly("DECODE");
      scene.check(sent);
    }
  }

  @FaultTest
  void records_of_another_kind_are_dead_letters_and_one_without_a_value_is_a_tombstone(
      long seed, Stages stages) throws Exception {
    try (Scene scene = stages.fresh(Fault.OTHER_RECORD, seed)) {
      scene.start();
      try (Stranger stranger = Stranger.on(scene.pipeline().channel())) {
        String key = String.valueOf(FIRST_KEY);
        byte[] good =
            stranger.encoded(insert(FIRST_KEY, SampleEmployee.of("a", "b", null, "c", 1)));
        Schema other = SchemaBuilder.record("Other").fields().requiredInt("a").endRecord();
        List<Sending> all =
            Arrays.asList(
                () -> stranger.send(key, stranger.as("other-value", other, good)),
                () -> stranger.send(key, stranger.as("newer-value", withMerge(), good)),
                () -> stranger.send(null, good),
                () -> stranger.send(key, null));
        Collections.shuffle(all, scene.random());
        for (Sending one : all) {
          scene.awaitAnyMoment();
          one.send();
        }
      }
      assertThat(scene.awaitDeadLetters(3))
          .extracting(letter -> header(letter, DECODE_FAULT))
          .containsExactlyInAnyOrder("WRONG_TYPE", "NO_KEY", "UNKNOWN_ACTION");
      scene.check(3);
    }
  }

  @FaultTest
  void of_many_rows_those_that_a_constraint_refuses_are_dead_letters_and_no_others(
      long seed, Stages stages) throws Exception {
    try (Scene scene = stages.fresh(Fault.ONE_IN_500, seed)) {
      TestPipeline pipeline = scene.pipeline();
      constrain(pipeline);
      scene.start();
      int first = FIRST_KEY + 1 + scene.random().nextInt(100);
      pipeline.source(
          """
          insert into employees (emp_id, first_name, last_name, city)
          select g, 'first', 'last ' || g, 'city 1' from generate_series(%1$d, %1$d + 1999) g"""
              .formatted(first));
      scene.awaitAnyMoment();
      int bad = first + scene.random().nextInt(490);
      pipeline.source(
          """
          update employees set
            first_name = case emp_id when %1$d then null else first_name || '!' end,
            city = case emp_id when %1$d + 500 then 'moon' when %1$d + 1000 then 'nowhere' else city end,
            last_name = case emp_id when %1$d + 1500 then 'last ' || %1$d else last_name end
          where emp_id between %2$d and %2$d + 1999"""
              .formatted(bad, first));
      assertThat(scene.awaitDeadLetters(4))
          .extracting(
              letter -> new String(letter.key(), UTF_8), letter -> header(letter, SQL_STATE))
          .containsExactlyInAnyOrder(
              tuple("" + bad, "23502"),
              tuple("" + (bad + 500), "23514"),
              tuple("" + (bad + 1000), "23503"),
              tuple("" + (bad + 1500), "23505"));

      pipeline.target(
          "alter table employees drop constraint in_a_city, drop constraint no_moon,"
              + " alter first_name drop not null; drop index one_last_name");
      assertThat(replay(scene).out()).contains("4 of 4; 4 applied");
      scene.check(4);
    }
  }

  private static void constrain(TestPipeline pipeline) throws SQLException {
    pipeline.target(
        """
        create table cities (name varchar(100) primary key);
        insert into cities select 'city ' || g from generate_series(0, 999) g union values ('moon');
        create unique index one_last_name on employees (last_name);
        alter table employees
          alter first_name set not null,
          add constraint no_moon check (city <> 'moon'),
          add constraint in_a_city foreign key (city) references cities""");
  }

  private static EmployeeCDC insert(int employeeId, Employee row) {
    return EmployeeCDC.newBuilder()
        .setActionId(1_000_000_000L + employeeId)
        .setEmpId(employeeId)
        .setAction(Action.INSERT)
        .setEmployee(row)
        .setCapturedAt(Instant.EPOCH)
        .build();
  }

  /** A change whose first name would have 1.5 GB. */
  private static byte[] claimsToBeLong(byte[] good) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(good, 0, WireFormat.HEADER_LENGTH);
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    // action_id, emp_id, action, a row, a first name, its length
    for (long number : new long[] {1, FIRST_KEY, 2, 1, 1, 1_500_000_000}) {
      encoder.writeLong(number);
    }
    encoder.flush();
    return bytes.toByteArray();
  }

  /** With an action that newer producers may know, in the place of INSERT. */
  private static Schema withMerge() {
    String newer = Contract.standard().released().newest().schema().toString();
    return new Schema.Parser().parse(newer.replace("\"INSERT\"", "\"MERGE\",\"INSERT\""));
  }

  private static CommandRun replay(Scene scene, String... arguments) {
    Map<String, String> environment = new TreeMap<>(scene.pipeline().environment());
    environment.put("CDC_REPLAY_GROUP", scene.pipeline().local().names().group() + "-replay");
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[0] = "replay";
    all[all.length - 1] = "--yes";
    return CommandRun.of(new DlqCommand(), environment, all);
  }

  private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), UTF_8);
  }

  private interface Sending {
    void send() throws Exception;
  }
}
