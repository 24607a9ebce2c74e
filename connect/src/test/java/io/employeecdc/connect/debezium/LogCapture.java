package io.employeecdc.connect.debezium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.employeecdc.connect.ContractRecord;
import io.employeecdc.contract.Names;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.Connector;
import io.employeecdc.localstack.KafkaConnect;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.TestStack;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.core.ConditionFactory;
import org.postgresql.PGConnection;

/** A database whose table a connector captures, as docs/capture.md says. */
record LogCapture(String name, Contract contract) {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final LocalStack STACK = TestStack.withConnect();
  private static final List<LogCapture> LEFT = new ArrayList<>();

  /** Database, table, publication, topic and schema; no connector yet. */
  static LogCapture prepare(String name, String contract, String... before) throws Exception {
    for (LogCapture left : LEFT) {
      left.end();
    }
    LEFT.clear();
    LogCapture capture = new LogCapture(name, Contract.named(contract).orElseThrow());
    LEFT.add(capture);
    STACK.source().createDatabase(name);
    capture.source(before);
    capture.source(capture.contract.sql().of("create table ${table} (${definition})"));
    capture.source(
        capture
            .contract
            .sql()
            .of(
                "create publication log for table ${table} with (publish_via_partition_root = true)"));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", STACK.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(capture.topic(), 2, (short) 1),
                  new NewTopic("__debezium-heartbeat." + name, 1, (short) 1)))
          .all()
          .get();
    }
    try (Registry registry = Registry.at(STACK.registryUrl().toString())) {
      registry.register(Names.valueSubject(capture.topic()), capture.contract.schema());
    }
    return capture;
  }

  /** Its slot is one of the ten that a server has. */
  private void end() throws SQLException {
    connector().delete();
    await("nobody reads the slot")
        .atMost(LIMIT)
        .until(() -> slots("count(*) filter (where active)"), "0"::equals);
    assertThat(slots("count(pg_drop_replication_slot(slot_name))")).isIn("0", "1");
  }

  private String slots(String what) throws SQLException {
    return ask("select %s from pg_replication_slots where slot_name = '%s'".formatted(what, name));
  }

  String topic() {
    return name + "_changes";
  }

  /** Creates or changes the connector of docs/capture.md, with settings that come before its. */
  void connect(Map<String, String> settings) throws IOException {
    URI database = URI.create(STACK.source().jdbcUrl(name).substring("jdbc:".length()));
    Map<String, String> all = documented();
    all.put("database.hostname", database.getHost());
    all.put("database.port", String.valueOf(database.getPort()));
    all.put("database.dbname", name);
    all.put("database.user", "postgres");
    all.put("database.password", STACK.source().password());
    all.put("topic.prefix", name);
    all.put("table.include.list", "public." + contract.table().names().table());
    all.put("publication.name", "log");
    all.put("slot.name", name);
    all.put("heartbeat.interval.ms", "1000");
    all.put("transforms.contract.contract", contract.name());
    all.put("transforms.contract.topic", topic());
    all.put("transforms.contract.schema.registry.url", STACK.registryUrl().toString());
    all.putAll(settings);
    connector().put(all);
  }

  private static Map<String, String> documented() throws IOException {
    try (InputStream documented = ContractRecord.class.getResourceAsStream("connector.json")) {
      ObjectMapper json = new ObjectMapper();
      return new HashMap<>(
          json.convertValue(json.readTree(documented).get("config"), new TypeReference<>() {}));
    }
  }

  KafkaConnect worker() {
    return STACK.connect();
  }

  Connector connector() {
    return worker().connector(name);
  }

  /** Runs statements in the source, each in a transaction of its own. */
  void source(String... statements) throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Copies so many new employees in, as one statement. */
  void copy(int firstId, int count) throws SQLException, IOException {
    String rows =
        IntStream.range(firstId, firstId + count)
            .mapToObj(id -> id + "\tcopied\n")
            .collect(Collectors.joining());
    try (Connection connection = connection()) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("copy employees (emp_id, first_name) from stdin", new StringReader(rows));
    }
  }

  Connection connection() throws SQLException {
    return STACK.source().connectAsOwner(name);
  }

  Connection connection(String role, String password) throws SQLException {
    return DriverManager.getConnection(STACK.source().jdbcUrl(name), role, password);
  }

  void asSuperuser(String sql) throws SQLException {
    try (Connection connection = STACK.source().connect(name);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  String ask(String sql) throws SQLException {
    try (Connection connection = STACK.source().connect(name);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }

  /** Waits until the connector streams, so that what is written next comes from the log. */
  void awaitStreaming() {
    waiting("the slot is read")
        .ignoreExceptions()
        .until(
            () ->
                ask(
                    "select active from pg_replication_slots where slot_name = '%s'"
                        .formatted(name)),
            "t"::equals);
  }

  /** Waits until the connector's task ends, and returns what Connect says of it. */
  String awaitFailure() {
    await("the task ends; " + worker().log())
        .atMost(LIMIT)
        .until(() -> connector().state(), "FAILED"::equals);
    return connector().failure();
  }

  /** Waits until the task runs, which has ended before. */
  void awaitRunning() {
    await("the task runs; " + worker().log())
        .atMost(LIMIT)
        .until(() -> connector().state(), "RUNNING"::equals);
  }

  /** Waits until what the topic says of each row is what the table holds. */
  void awaitEqual() {
    waiting("the topic's rows are the table's")
        .untilAsserted(() -> assertThat(TopicCopy.differences(this)).isEmpty());
  }

  /** A wait that fails at once, with what Connect says, where the task has ended. */
  ConditionFactory waiting(String what) {
    return await("%s; %s".formatted(what, worker().log()))
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .failFast(() -> assertThat(connector().failure()).isEmpty());
  }
}
