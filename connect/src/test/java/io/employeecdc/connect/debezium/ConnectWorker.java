package io.employeecdc.connect.debezium;

import static org.awaitility.Awaitility.await;

import io.employeecdc.localstack.LocalStack;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A worker of Kafka Connect in distributed mode, as a process of its own beside a stack. */
final class ConnectWorker implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private static final String LOG =
      """
      <configuration>
        <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
          <encoder><pattern>%d %-5level %logger{20} %msg%n</pattern></encoder>
        </appender>
        <root level="INFO"><appender-ref ref="out"/></root>
      </configuration>
      """;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path directory;
  private final int port;
  private final String group;
  private Process process;

  private ConnectWorker(Path directory, int port, String group) {
    this.directory = directory;
    this.port = port;
    this.group = group;
  }

  /** Starts one that has Debezium's plugin and ours. */
  static ConnectWorker start(LocalStack stack, Path directory, String group) throws IOException {
    ConnectWorker worker = new ConnectWorker(directory, freePort(), group);
    Plugins.lay(directory.resolve("plugins"));
    Properties settings = new Properties();
    settings.putAll(worker.settings(stack));
    try (var out = Files.newOutputStream(directory.resolve("worker.properties"))) {
      settings.store(out, null);
    }
    Files.writeString(directory.resolve("logback.xml"), LOG);
    worker.start();
    return worker;
  }

  private Map<String, String> settings(LocalStack stack) {
    return Map.ofEntries(
        Map.entry("bootstrap.servers", stack.bootstrapServers()),
        Map.entry("group.id", group),
        Map.entry("listeners", "http://127.0.0.1:" + port),
        Map.entry("plugin.path", directory.resolve("plugins").toString()),
        Map.entry("plugin.discovery", "service_load"),
        Map.entry("exactly.once.source.support", "enabled"),
        Map.entry("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter"),
        Map.entry("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter"),
        Map.entry("config.storage.topic", group + "_configs"),
        Map.entry("offset.storage.topic", group + "_offsets"),
        Map.entry("status.storage.topic", group + "_status"),
        Map.entry("config.storage.replication.factor", "1"),
        Map.entry("offset.storage.replication.factor", "1"),
        Map.entry("offset.storage.partitions", "1"),
        Map.entry("status.storage.replication.factor", "1"),
        Map.entry("status.storage.partitions", "1"),
        Map.entry("scheduled.rebalance.max.delay.ms", "0"));
  }

  /** With what it had before, and waits until it answers. */
  void start() throws IOException {
    process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx512m",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Dlogback.configurationFile=" + directory.resolve("logback.xml"),
                    "-cp",
                    Plugins.workersClassPath(),
                    "org.apache.kafka.connect.cli.ConnectDistributed",
                    directory.resolve("worker.properties").toString()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log()))
            .start();
    await("Connect answers; its log is " + log())
        .atMost(LIMIT)
        .until(() -> process.isAlive() && get("/connectors").startsWith("200"));
  }

  /** As kill -9 does. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  File log() {
    return directory.resolve("connect.log").toFile();
  }

  /** Creates a connector, or changes it. */
  void put(String connector, String settings) {
    await("the connector is taken; " + log())
        .atMost(LIMIT)
        .until(
            () ->
                send(
                    request("/connectors/" + connector + "/config")
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(settings))),
            answer -> answer.startsWith("20"));
  }

  /** What Connect says of the connector and its task. */
  String status(String connector) {
    return get("/connectors/" + connector + "/status");
  }

  private String get(String path) {
    return send(request(path).GET());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(LIMIT);
  }

  /** Code and body; empty where nobody answers. */
  private String send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
