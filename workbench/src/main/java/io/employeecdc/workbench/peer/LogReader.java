package io.employeecdc.workbench.peer;

import io.employeecdc.localstack.KafkaConnect;
import io.employeecdc.localstack.process.Signal;
import io.employeecdc.runtime.database.Query;
import io.employeecdc.workbench.run.LocalPipeline;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The slot in a source, and Debezium's connector that reads it, both of one name, as is the
 * publication.
 */
record LogReader(LocalPipeline pipeline, KafkaConnect connect, String slot) {
  /** Makes publication and slot; what is committed after it is the connector's. */
  void createSlot() throws SQLException {
    owner("create publication %s for table %s".formatted(slot, table()));
    superuser("select pg_create_logical_replication_slot('%s', 'pgoutput')".formatted(slot));
  }

  /** Settings of the source connector that name what it reads. */
  Map<String, String> settings() {
    URI database = URI.create(pipeline.source().url().substring("jdbc:".length()));
    Map<String, String> all = new HashMap<>();
    all.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
    all.put("tasks.max", "1");
    all.put("database.hostname", database.getHost());
    all.put("database.port", String.valueOf(database.getPort()));
    all.put("database.dbname", pipeline.names().source());
    all.put("database.user", "postgres");
    all.put("database.password", pipeline.stack().source().password());
    all.put("topic.prefix", slot);
    all.put("table.include.list", "public." + table());
    all.put("plugin.name", "pgoutput");
    all.put("publication.name", slot);
    all.put("publication.autocreate.mode", "disabled");
    all.put("slot.name", slot);
    all.put("snapshot.mode", "no_data");
    return all;
  }

  /** Gives the source connector its settings, and waits until it reads the slot with them. */
  void put(Map<String, String> settings) throws Exception {
    Optional<Long> before = reader().map(ProcessHandle::pid);
    connect.connector(slot).put(settings);
    Patience.until(
        "the slot " + slot + " is read",
        () -> reader().isPresent() && !reader().map(ProcessHandle::pid).equals(before));
  }

  /**
   * Holds worker and server process of the connector: otherwise the sockets' buffers would fill
   * with half of the backlog while it is made.
   */
  void hold() throws SQLException {
    connect.pause();
    reader().ifPresent(reader -> Signal.STOP.send(List.of(reader)));
  }

  void release() throws SQLException {
    reader().ifPresent(reader -> Signal.CONT.send(List.of(reader)));
    connect.resume();
  }

  /** Drops the slot, whose reader has ended. */
  void dropSlot() throws Exception {
    Patience.until("the slot " + slot + " is left", () -> reader().isEmpty());
    superuser(
        "select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = '%s'"
            .formatted(slot));
  }

  void dropPublication() throws SQLException {
    owner("drop publication " + slot);
  }

  String table() {
    return pipeline.names().contract().table().names().table();
  }

  private Optional<ProcessHandle> reader() throws SQLException {
    try (Connection source = pipeline.stack().source().connect("postgres")) {
      return Query.all(
              source,
              "select active_pid from pg_replication_slots where slot_name = ? and active",
              row -> row.getLong(1),
              slot)
          .stream()
          .findFirst()
          .flatMap(ProcessHandle::of);
    }
  }

  private void owner(String sql) throws SQLException {
    try (Connection source = pipeline.connectSource();
        Statement statement = source.createStatement()) {
      statement.execute(sql);
    }
  }

  private void superuser(String sql) throws SQLException {
    try (Connection source = pipeline.stack().source().connect(pipeline.names().source());
        Statement statement = source.createStatement()) {
      statement.execute(sql);
    }
  }
}
