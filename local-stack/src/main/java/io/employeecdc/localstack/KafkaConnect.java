package io.employeecdc.localstack;

import io.employeecdc.localstack.process.Archive;
import io.employeecdc.localstack.process.JavaCommand;
import io.employeecdc.localstack.process.Server;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Kafka Connect in distributed mode, one worker with the settings that are shipped for Compose, and
 * Debezium's connector for PostgreSQL. What it was told to do is in topics of the stack's brokers,
 * so a killed one goes on with it. Our own transformation it has from the class path, if it is
 * there.
 */
public final class KafkaConnect extends Server {
  private static final Archive DEBEZIUM =
      new Archive(
          "debezium-connector-postgres-3.6.0",
          "/io/employeecdc/localstack/debezium-connector-postgres.tar.gz",
          "f810048b2880fe559d47aea75091ccc2ad0249fbce93d3c1e303588b17b6a060");

  private final String bootstrapServers;
  private final int brokers;
  private final Worker worker;

  /**
   * How a worker is run.
   *
   * @param jvm options of its JVM
   * @param settings that come before the usual ones
   * @param plugins directories of plugins beside Debezium's for PostgreSQL
   * @param classes directories in front of its class path
   */
  public record Worker(
      List<String> jvm, Map<String, String> settings, List<Path> plugins, List<Path> classes) {
    public static final Worker STANDARD =
        new Worker(List.of("-Xmx512m", "-XX:+UseParallelGC"), Map.of(), List.of(), List.of());

    public Worker with(Map<String, String> others) {
      return new Worker(jvm, others, plugins, classes);
    }
  }

  private KafkaConnect(
      String name, Path directory, int port, String bootstrapServers, int brokers, Worker worker) {
    super(name, directory, port);
    this.bootstrapServers = bootstrapServers;
    this.brokers = brokers;
    this.worker = worker;
  }

  static KafkaConnect of(Path directory, StackFile stack) {
    return new KafkaConnect(
        "connect",
        directory,
        stack.connect().get(0),
        stack.bootstrapServers(),
        stack.brokers(),
        Worker.STANDARD);
  }

  /** One that is to run beside a stack, with a group of its name, and to end with it. */
  public static KafkaConnect beside(LocalStack stack, String name, Worker worker) {
    return new KafkaConnect(
        name,
        stack.directory(),
        JavaService.choosePort(name, stack.directory()),
        stack.bootstrapServers(),
        stack.brokers().size(),
        worker);
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
    String plugins =
        Stream.concat(Stream.of(DEBEZIUM.unpacked()), worker.plugins().stream())
            .map(Path::toString)
            .collect(Collectors.joining(","));
    Properties properties = new Properties();
    try (InputStream shipped = getClass().getResourceAsStream("worker.properties")) {
      properties.load(shipped);
    }
    properties.putAll(
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "group.id",
            name(),
            "listeners",
            uri().toString(),
            "plugin.path",
            plugins));
    for (String topic : List.of("config", "offset", "status")) {
      properties.setProperty(topic + ".storage.topic", name() + "_" + topic);
      properties.setProperty(topic + ".storage.replication.factor", String.valueOf(brokers));
      if (!topic.equals("config")) {
        properties.setProperty(topic + ".storage.partitions", "1");
      }
    }
    properties.putAll(worker.settings());
    try (Writer writer = Files.newBufferedWriter(propertiesFile())) {
      properties.store(writer, null);
    }
  }

  @Override
  protected List<String> command() throws IOException {
    List<String> line = JavaCommand.with(home());
    line.addAll(worker.jvm());
    line.addAll(
        List.of(
            "-Dlog4j2.statusLoggerLevel=OFF",
            "-Dlogback.configurationFile=" + getClass().getResource("connect-logback.xml"),
            "org.apache.kafka.connect.cli.ConnectDistributed",
            propertiesFile().toString()));
    return line;
  }

  @Override
  protected Map<String, String> environmentVariables() {
    return Map.of(
        "CLASSPATH",
        Stream.concat(
                worker.classes().stream().map(Path::toString), Stream.of(JavaCommand.classPath()))
            .collect(Collectors.joining(File.pathSeparator)));
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
