package io.employeecdc.workbench.peer;

import io.employeecdc.localstack.KafkaConnect;
import io.employeecdc.localstack.process.Server;
import io.employeecdc.workbench.run.LocalPipeline;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Debezium's source and sink connectors on one worker. */
final class DebeziumContender implements Contender {
  private final LogReader reader;
  private final PeerProfile profile;
  private Load suited = Load.SINGLE_COMMITS;

  DebeziumContender(LocalPipeline pipeline, String name, PeerProfile profile) {
    KafkaConnect connect =
        KafkaConnect.beside(pipeline.stack(), "connect-" + name, profile.worker());
    this.reader = new LogReader(pipeline, connect, pipeline.names().source());
    this.profile = profile;
  }

  @Override
  public LocalPipeline pipeline() {
    return reader.pipeline();
  }

  /** Debezium names it after the table. */
  @Override
  public String topic() {
    return "%s.public.%s".formatted(reader.slot(), reader.table());
  }

  @Override
  public void setUp() throws Exception {
    try (Connection source = pipeline().connectSource();
        Connection target = pipeline().connectTarget()) {
      createTable(source);
      createTable(target);
    }
    try (Admin admin = Admin.create(pipeline().kafka().client("bench-topics"))) {
      admin
          .createTopics(List.of(new NewTopic(topic(), profile.partitions(), (short) 1)))
          .all()
          .get();
    }
    reader.createSlot();
  }

  private void createTable(Connection database) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(
          pipeline().names().contract().sql().of("create table ${table} (${definition})"));
    }
  }

  @Override
  public void start() throws Exception {
    reader.connect().start();
    putSink();
    putSource();
  }

  /** Some of the settings that carry the most at once make single changes wait. */
  @Override
  public void suit(Load load) throws Exception {
    boolean other = suited != load && !profile.sourceFor(suited).equals(profile.sourceFor(load));
    suited = load;
    if (other) {
      putSource();
    }
  }

  private void putSource() throws Exception {
    Map<String, String> all = new HashMap<>(reader.settings());
    putConverters(all);
    all.putAll(profile.sourceFor(suited));
    reader.put(all);
  }

  private void putSink() {
    Map<String, String> all = new HashMap<>();
    putConverters(all);
    all.put("connector.class", "io.debezium.connector.jdbc.JdbcSinkConnector");
    all.put("topics", topic());
    all.put("connection.url", pipeline().target().url() + profile.sinkUrlArguments());
    all.put("connection.username", pipeline().target().user());
    all.put("connection.password", pipeline().stack().target().password());
    all.put("collection.name.format", reader.table());
    all.put("insert.mode", "upsert");
    all.put("primary.key.mode", "record_key");
    all.put("delete.enabled", "true");
    all.put("schema.evolution", "none");
    all.putAll(profile.sink());
    reader.connect().connector(reader.slot() + "-sink").put(all);
    reader.connect().connector(reader.slot() + "-sink").awaitRunning();
  }

  private void putConverters(Map<String, String> settings) {
    for (String part : List.of("key.converter", "value.converter")) {
      settings.put(part, "io.confluent.connect.avro.AvroConverter");
      settings.put(part + ".schema.registry.url", pipeline().stack().registryUrl().toString());
    }
  }

  @Override
  public void hold() throws Exception {
    reader.hold();
  }

  @Override
  public void release() throws Exception {
    reader.release();
  }

  @Override
  public List<Server> processes() {
    return List.of(reader.connect());
  }

  @Override
  public void stop() throws Exception {
    reader.connect().stop();
    reader.dropSlot();
  }
}
