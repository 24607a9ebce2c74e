package io.employeecdc.localstack;

import io.employeecdc.localstack.process.Archive;
import io.employeecdc.localstack.process.JavaCommand;
import io.employeecdc.localstack.process.Server;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Kafka Connect in distributed mode, one worker, with Debezium's connector for PostgreSQL. What it
 * was told to do is in topics of the stack's brokers, so a killed one goes on with it. Our own
 * transformation it has from the class path, if it is there.
 */
public final class KafkaConnect extends Server {
  private static final Archive DEBEZIUM =
      new Archive(
          "debezium-connector-postgres-3.6.0",
          "/io/employeecdc/localstack/debezium-connector-postgres.tar.gz",
          "f810048b2880fe559d47aea75091ccc2ad0249fbce93d3c1e303588b17b6a060");
  private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

  private final StackFile stack;

  KafkaConnect(Path directory, StackFile stack) {
    super("connect", directory, stack.connect().get(0));
    this.stack = stack;
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /** What is said to it about a connector. */
  public Connector connector(String name) {
    return new Connector(uri(), name);
  }

  @Override
  protected void prepare() throws IOException {
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "bootstrap.servers",
            stack.bootstrapServers(),
            "group.id",
            "connect",
            "listeners",
            uri().toString(),
            "plugin.path",
            DEBEZIUM.unpacked().toString(),
            "plugin.discovery",
            "service_load",
            "exactly.once.source.support",
            "enabled",
            "key.converter",
            BYTES,
            "value.converter",
            BYTES,
            // A worker that comes back gets its tasks at once.
            "scheduled.rebalance.max.delay.ms",
            "0"));
    for (String topic : List.of("config", "offset", "status")) {
      properties.setProperty(topic + ".storage.topic", "connect_" + topic);
      properties.setProperty(
          topic + ".storage.replication.factor", String.valueOf(stack.brokers()));
      if (!topic.equals("config")) {
        properties.setProperty(topic + ".storage.partitions", "1");
      }
    }
    try (Writer writer = Files.newBufferedWriter(propertiesFile())) {
      properties.store(writer, null);
    }
  }

  @Override
  protected List<String> command() throws IOException {
    return JavaCommand.with(
        home(),
        "-Xmx512m",
        "-XX:+UseParallelGC",
        "-Dlog4j2.statusLoggerLevel=OFF",
        "-Dlogback.configurationFile=" + getClass().getResource("connect-logback.xml"),
        "org.apache.kafka.connect.cli.ConnectDistributed",
        propertiesFile().toString());
  }

  @Override
  protected Map<String, String> environmentVariables() {
    return Map.of("CLASSPATH", JavaCommand.classPath());
  }

  /** Whether it has joined its group and read what it has to do. */
  @Override
  public boolean answers() {
    return isOk(uri().resolve("/health"), null);
  }

  private Path propertiesFile() {
    return home().resolve("worker.properties");
  }
}
