package io.employeecdc.operations.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.SampleEmployee;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.contract.table.TableSql;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.Postgres;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.kafka.TopicReader;
import io.employeecdc.schema.Action;
import io.employeecdc.schema.Employee;
import io.employeecdc.schema.EmployeeCDC;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A target and a dead-letter topic of a test's own, and the command between them. */
final class ReplayDesk {
  private static final String[] VALUES = {"Firstname", "1999-09-09", "Cityname", "7654321"};

  private final LocalStack stack = TestStack.shared();
  private final KafkaSettings kafka = new KafkaSettings(stack.bootstrapServers(), Map.of());
  private final String name;
  private final DatabaseSettings database;
  private final LetterBox box;
  private long place = 100;

  private ReplayDesk(String name) throws Exception {
    Postgres server = stack.target();
    this.name = name;
    this.database =
        new DatabaseSettings(
            "target", server.createDatabase(name), server.user(), server.password());
    this.box = LetterBox.named(topic(), 1);
  }

  static ReplayDesk named(String name) throws Exception {
    ReplayDesk desk = new ReplayDesk(name);
    TableSql tables = new TableSql(Contract.standard().versions());
    for (String file :
        List.of("V1__table.sql", "V2__ledger.sql", "V5__parked_changes.sql", "R__columns.sql")) {
      try (InputStream sql = ReplayDesk.class.getResourceAsStream("/db/target/" + file)) {
        desk.target(tables.of(new String(sql.readAllBytes(), StandardCharsets.UTF_8)));
      }
    }
    return desk;
  }

  LetterBox box() {
    return box;
  }

  String topic() {
    return name + "_dlq";
  }

  String group() {
    return name + "_group";
  }

  /** A letter of an INSERT, whose city is shown in the table and nowhere else. */
  ProducerRecord<byte[], byte[]> letter(long actionId, int empId, String city) throws Exception {
    return letter(actionId, empId, city, "23514");
  }

  ProducerRecord<byte[], byte[]> letter(long actionId, int empId, String city, String sqlState)
      throws Exception {
    Employee row =
        SampleEmployee.of("Firstname", null, LocalDate.of(1999, 9, 9), "Cityname " + city, 7654321);
    EmployeeCDC change =
        EmployeeCDC.newBuilder()
            .setActionId(actionId)
            .setEmpId(empId)
            .setAction(Action.INSERT)
            .setEmployee(row)
            .setCapturedAt(LetterBox.WRITTEN)
            .build();
    return box.refused(0, place++, empId, box.encoded(change), sqlState, Map.of());
  }

  /** What the consumer has applied before. */
  void applied(long actionId, int empId, String city) throws SQLException {
    target(
        "insert into processed_events (action_id, emp_id) values (%1$d, %2$d);"
                .formatted(actionId, empId)
            + " insert into employee_versions (emp_id, action_id) values (%1$d, %2$d)"
                .formatted(empId, actionId)
            + " on conflict (emp_id) do update set action_id = excluded.action_id;"
            + (city == null
                ? " delete from employees where emp_id = %d".formatted(empId)
                : " insert into employees (emp_id, first_name, city)"
                    + " values (%d, 'Firstname', 'Cityname %s')".formatted(empId, city)
                    + " on conflict (emp_id) do update set city = excluded.city"));
  }

  CommandRun replay(String... arguments) {
    return replay(Map.of(), arguments);
  }

  CommandRun replay(Map<String, String> changed, String... arguments) {
    return run("replay", changed, arguments);
  }

  CommandRun list(String... arguments) {
    return run("list", Map.of(), arguments);
  }

  /** Runs a command and looks for values and passwords in all that it says. */
  private CommandRun run(String command, Map<String, String> changed, String... arguments) {
    Map<String, String> environment = new TreeMap<>(stack.environment());
    environment.put("CDC_TARGET_URL", database.url());
    environment.put("CDC_DLQ_TOPIC", topic());
    environment.put("CDC_REPLAY_GROUP", group());
    environment.putAll(changed);
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of(arguments));
    CommandRun run = CommandRun.of(new DlqCommand(), environment, all.toArray(String[]::new));
    assertThat(run.out() + run.err())
        .doesNotContain(VALUES)
        .doesNotContain(database.password(), "\tat ");
    return run;
  }

  /** Key and city of each employee. */
  List<String> employees() throws SQLException {
    return target(
        "select emp_id || ' ' || replace(city, 'Cityname ', '') from employees order by 1");
  }

  /** Everything that a replay may change. */
  List<String> everything() throws Exception {
    List<String> all = new ArrayList<>();
    all.addAll(target("select e::text from employees e order by 1"));
    all.addAll(target("select v::text || v.xmin from employee_versions v order by 1"));
    all.addAll(target("select p::text from processed_events p order by 1"));
    all.add("offsets " + offsets());
    all.add("letters " + letters().size());
    return all;
  }

  List<String> target(String sql) throws SQLException {
    List<String> column = new ArrayList<>();
    try (Connection connection = stack.target().connectAsOwner(name);
        Statement statement = connection.createStatement()) {
      boolean rows = statement.execute(sql);
      try (ResultSet result = rows ? statement.getResultSet() : null) {
        while (rows && result.next()) {
          column.add(result.getString(1));
        }
      }
    }
    return column;
  }

  Connection connect() throws SQLException {
    return stack.target().connectAsOwner(name);
  }

  /** Offsets of the replays' group, by partition. */
  Map<Integer, Long> offsets() throws Exception {
    Map<Integer, Long> offsets = new HashMap<>();
    try (Admin admin = Admin.create(kafka.client("test"))) {
      admin
          .listConsumerGroupOffsets(group())
          .partitionsToOffsetAndMetadata()
          .get()
          .forEach((partition, offset) -> offsets.put(partition.partition(), offset.offset()));
    }
    return offsets;
  }

  /** Those that the brokers know, of all topics. */
  List<String> transactionalIds() throws Exception {
    try (Admin admin = Admin.create(kafka.client("test"))) {
      return admin.listTransactions().all().get().stream()
          .map(TransactionListing::transactionalId)
          .toList();
    }
  }

  /** Kafka does so with a group that has not been used for its offsets.retention.minutes. */
  void forgetOffsets() throws Exception {
    try (Admin admin = Admin.create(kafka.client("test"))) {
      admin.deleteConsumerGroups(List.of(group())).all().get();
    }
  }

  List<ConsumerRecord<byte[], byte[]>> letters() {
    List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
    DeadLetterTopicOptions.Settings settings =
        new DeadLetterTopicOptions.Settings(
            kafka, Contract.standard(), topic(), java.time.Duration.ofSeconds(20));
    try (TopicReader topic = settings.open()) {
      assertThat(topic.read(Map.of(), topic.ends(), letters::add)).isEmpty();
    }
    return letters;
  }

  static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
