package io.employeecdc.workbench.run;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.localstack.Connector;
import io.employeecdc.localstack.process.Waiting;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.setup.SetupSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Capture from the log for a pipeline of a stack that has Kafka Connect, by the steps and with the
 * configuration of docs/capture.md.
 */
public record LogCapture(LocalPipeline pipeline) {
  private static final String CONFIGURATION = "/io/employeecdc/connect/connector.json";
  private static final Duration RELEASED = Duration.ofSeconds(30);
  private static final String HEARTBEATS = "__debezium-heartbeat.";

  /** Slot, publication and connector are called so. */
  public String name() {
    return pipeline.names().contract().slot();
  }

  /** Everything but the connector: what is written from now on is in the slot. */
  public void prepare() throws IOException {
    try (Connection connection = pipeline.connectSource();
        Statement statement = connection.createStatement()) {
      statement.execute(
          pipeline
              .names()
              .contract()
              .sql()
              .of("create table if not exists ${table} (${definition})"));
    } catch (SQLException e) {
      throw failed("table", e);
    }
    pipeline.setUp(SetupSettings.CaptureMethod.LOG);
    makeSlot();
    makeHeartbeats();
  }

  /** Publication and slot, which begins here. */
  public void makeSlot() {
    asSuperuser(
        "create publication %s for table %s with (publish_via_partition_root = true)"
            .formatted(name(), table().sql()));
    asSuperuser(
        "select pg_create_logical_replication_slot('%s', 'pgoutput', failover => true)"
            .formatted(name()));
  }

  /** Publication and slot, once nobody reads it any more. */
  public void dropSlot() {
    asSuperuser("drop publication " + name());
    boolean unused =
        Waiting.until(
            RELEASED, () -> pipeline.stack().connect().connector(name()).state().isEmpty());
    asSuperuser(
        "select pg_terminate_backend(active_pid, 10000) from pg_replication_slots where slot_name = '%s' and active"
            .formatted(name()));
    asSuperuser("select pg_drop_replication_slot('%s')".formatted(name()));
  }

  private void asSuperuser(String sql) {
    try (Connection connection = pipeline.stack().source().connect(pipeline.names().source());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw failed("slot", e);
    }
  }

  /** Creates the connector, or changes it, and waits until it runs. */
  public void connect(Map<String, String> settings) throws IOException {
    Map<String, String> all = configuration(settings);
    connector().put(all);
    connector().awaitRunning();
  }

  public Connector connector() {
    return pipeline.stack().connect().connector(name());
  }

  /** That of the documentation, for this source, and what comes before it. */
  public Map<String, String> configuration(Map<String, String> settings) throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (InputStream documented = LogCapture.class.getResourceAsStream(CONFIGURATION)) {
      ObjectMapper json = new ObjectMapper();
      all.putAll(
          json.convertValue(json.readTree(documented).get("config"), new TypeReference<>() {}));
    }
    URI database =
        URI.create(
            pipeline
                .stack()
                .source()
                .jdbcUrl(pipeline.names().source())
                .substring("jdbc:".length()));
    all.put("database.hostname", database.getHost());
    all.put("database.port", String.valueOf(database.getPort()));
    all.put("database.dbname", pipeline.names().source());
    all.put("database.user", "postgres");
    all.put("database.password", pipeline.stack().source().password());
    all.put("topic.prefix", name());
    all.put("table.include.list", "public." + table().names().table());
    all.put("publication.name", name());
    all.put("slot.name", name());
    all.put("snapshot.mode", "no_data");
    all.put("transforms.contract.contract", pipeline.names().contract().name());
    all.put("transforms.contract.topic", pipeline.names().topic());
    all.put("transforms.contract.schema.registry.url", pipeline.stack().registryUrl().toString());
    all.putAll(settings);
    return all;
  }

  private CapturedTable table() {
    return pipeline.names().contract().table();
  }

  /** The topic of the connector's heartbeats, which brokers need not make by themselves. */
  public void makeHeartbeats() {
    try (Admin admin = Admin.create(pipeline.kafka().client("heartbeats"))) {
      admin.createTopics(List.of(new NewTopic(HEARTBEATS + name(), 1, (short) 1))).all().get();
    } catch (ExecutionException e) {
      throw failed("topic", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("topic", e);
    }
  }

  private static CdcException failed(String what, Exception e) {
    return new CdcException(
        ExitCode.UNEXPECTED, "the %s of the log's capture was not made: %s".formatted(what, e), e);
  }
}
