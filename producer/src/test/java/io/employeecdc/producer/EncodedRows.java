package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.SchemaVersion;
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

/**
 * Rows of every kind that a producer has published.
 *
 * @param records the topic
 * @param expected the capture table as JDBC reads it, by action id
 */
record EncodedRows(
    Pipe pipe, List<ConsumerRecord<byte[], byte[]>> records, Map<Long, EmployeeCDC> expected) {
  private static final long SEED = 20_261_122;
  private static final int NULLABLE = 5;

  /**
   * Publishes them.
   *
   * @param random so many rows, beside one for each combination of nulls
   */
  static EncodedRows publish(SchemaVersion version, int random) throws Exception {
    String name = "bytes_" + version.number();
    Pipe pipe = Pipe.of(name, SourceDatabase.migrated(name), version);
    write(pipe, random);
    pipe.source()
        .execute("update employees set salary = 1 where emp_id % 3 = 0", "delete from employees");
    try (RunningProducer producer = pipe.produce(700)) {
      assertThat(producer.end()).isNotDone();
      pipe.untilCaughtUp();
    }
    return new EncodedRows(pipe, pipe.topic().read(), captured(pipe));
  }

  /** All 32 combinations of nulls, and random rows. */
  private static void write(Pipe pipe, int more) throws SQLException {
    Random random = new Random(SEED);
    try (Connection connection = pipe.source().connect();
        PreparedStatement insert =
            connection.prepareStatement("insert into employees values (?, ?, ?, ?, ?, ?)")) {
      for (int row = 0; row < (1 << NULLABLE) + more; row++) {
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

  private static Map<Long, EmployeeCDC> captured(Pipe pipe) throws SQLException {
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
    return Employee.newBuilder()
        .setFirstName(row.getString("first_name"))
        .setLastName(row.getString("last_name"))
        .setDob(row.getObject("dob", LocalDate.class))
        .setCity(row.getString("city"))
        .setSalary(row.getObject("salary", Integer.class))
        .build();
  }
}
