package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.employeecdc.contract.SerdeSettings;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.schema.Action;
import io.employeecdc.schema.Employee;
import io.employeecdc.schema.EmployeeCDC;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is in the topic, compared with the rows of the capture table as JDBC reads them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EncodedBytesTest {
  private static final long SEED = 20_261_122;
  private static final int RANDOM_ROWS = 2000;
  private static final int NULLABLE = 5;

  private Pipe pipe;
  private Map<Long, EmployeeCDC> expected;
  private List<ConsumerRecord<byte[], byte[]>> records;

  @BeforeAll
  void publish() throws Exception {
    pipe = Pipe.create("bytes");
    write();
    pipe.source()
        .execute("update employees set salary = 1 where emp_id % 3 = 0", "delete from employees");
    try (RunningProducer producer = pipe.produce(700)) {
      assertThat(producer.end()).isNotDone();
      pipe.untilCaughtUp();
    }
    records = pipe.topic().read();
    expected = captured();
  }

  @AfterAll
  void forget() {
    records = List.of();
  }

  @Test
  void each_value_is_byte_for_byte_what_confluents_serializer_writes() {
    try (KafkaAvroSerializer serializer = new KafkaAvroSerializer()) {
      serializer.configure(SerdeSettings.of(TestStack.shared().registryUrl().toString()), false);
      List<Change> changes = Change.of(records);
      assertThat(changes).hasSameSizeAs(expected.keySet());
      for (Change change : changes) {
        byte[] theirs = serializer.serialize(pipe.topic().name(), expected.get(change.actionId()));
        assertThat(change.record().value()).isEqualTo(theirs);
      }
    }
  }

  @Test
  void the_key_is_the_employees_number_in_decimal() {
    assertThat(Change.of(records))
        .allSatisfy(
            change -> assertThat(change.key()).isEqualTo(String.valueOf(change.employeeId())));
    assertThat(Change.of(records)).anyMatch(change -> change.key().equals("-2147483648"));
  }

  @Test
  void a_delete_is_followed_by_a_tombstone_with_its_key_in_its_partition() {
    int tombstones = 0;
    for (int i = 0; i < records.size(); i++) {
      ConsumerRecord<byte[], byte[]> record = records.get(i);
      if (record.value() == null) {
        tombstones++;
        continue;
      }
      if (Change.of(record).value().getAction() == Action.DELETE) {
        ConsumerRecord<byte[], byte[]> next = records.get(i + 1);
        assertThat(next.value()).isNull();
        assertThat(next.key()).isEqualTo(record.key());
        assertThat(next.partition()).isEqualTo(record.partition());
        assertThat(next.timestamp()).isEqualTo(record.timestamp());
      }
    }
    assertThat((long) tombstones)
        .isEqualTo(expected.values().stream().filter(c -> c.getAction() == Action.DELETE).count());
  }

  @Test
  void a_records_time_is_that_of_the_change() {
    assertThat(Change.of(records))
        .allSatisfy(
            change ->
                assertThat(change.record().timestamp())
                    .isEqualTo(expected.get(change.actionId()).getCapturedAt().toEpochMilli()));
  }

  /** All 32 combinations of nulls, and random rows. */
  private void write() throws SQLException {
    Random random = new Random(SEED);
    try (Connection connection = pipe.source().connect();
        PreparedStatement insert =
            connection.prepareStatement("insert into employees values (?, ?, ?, ?, ?, ?)")) {
      for (int row = 0; row < (1 << NULLABLE) + RANDOM_ROWS; row++) {
        int nulls = row < (1 << NULLABLE) ? row : random.nextInt(1 << NULLABLE);
        insert.setInt(1, row == 0 ? Integer.MIN_VALUE : row * 1_000_003);
        insert.setObject(2, isNull(nulls, 0) ? null : text(random), Types.VARCHAR);
        insert.setObject(3, isNull(nulls, 1) ? null : text(random), Types.VARCHAR);
        insert.setObject(
            4, isNull(nulls, 2) ? null : LocalDate.ofEpochDay(random.nextInt(-700_000, 2_000_000)));
        insert.setObject(5, isNull(nulls, 3) ? null : text(random), Types.VARCHAR);
        insert.setObject(6, isNull(nulls, 4) ? null : random.nextInt(), Types.INTEGER);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static boolean isNull(int nulls, int column) {
    return (nulls & (1 << column)) != 0;
  }

  private static String text(Random random) {
    return random
        .ints(random.nextInt(101), 1, 0x11000)
        .filter(Character::isDefined)
        .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private Map<Long, EmployeeCDC> captured() throws SQLException {
    Map<Long, EmployeeCDC> changes = new HashMap<>();
    try (Connection connection = pipe.source().connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select * from emp_cdc")) {
      while (row.next()) {
        Action action = Action.valueOf(row.getString("action"));
        Instant at = row.getObject("captured_at", OffsetDateTime.class).toInstant();
        changes.put(
            row.getLong("action_id"),
            EmployeeCDC.newBuilder()
                .setActionId(row.getLong("action_id"))
                .setEmpId(row.getInt("emp_id"))
                .setAction(action)
                .setEmployee(action == Action.DELETE ? null : employee(row))
                .setCapturedAt(at)
                .setTransactionId(Long.valueOf(row.getString("txid")))
                .build());
      }
    }
    return changes;
  }

  private static Employee employee(ResultSet row) throws SQLException {
    return new Employee(
        row.getString("first_name"),
        row.getString("last_name"),
        row.getObject("dob", LocalDate.class),
        row.getString("city"),
        row.getObject("salary", Integer.class));
  }
}
