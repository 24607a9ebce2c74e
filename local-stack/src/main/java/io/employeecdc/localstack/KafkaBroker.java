package io.employeecdc.localstack;

import io.employeecdc.localstack.process.JavaCommand;
import io.employeecdc.localstack.process.Ports;
import io.employeecdc.localstack.process.Server;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/** A Kafka broker that is its cluster's controller, or one of its three, as well. */
final class KafkaBroker extends Server {
  private static final int ANSWER_MILLIS = 3_000;

  private final int id;
  private final StackFile stack;

  private final Security security;

  KafkaBroker(Path directory, StackFile stack, int id, Security security) {
    super("kafka-" + id, directory, stack.kafka().get(id - 1));
    this.id = id;
    this.stack = stack;
    this.security = security;
  }

  @Override
  public List<Integer> ports() {
    List<Integer> ports = new ArrayList<>(List.of(port(), stack.controllers().get(id - 1)));
    if (security != null) {
      ports.add(stack.internal().get(id - 1));
    }
    return ports;
  }

  @Override
  protected void prepare() throws IOException {
    Properties properties = BrokerProperties.of(stack, id, home().resolve("data"), security);
    try (Writer writer = Files.newBufferedWriter(propertiesFile())) {
      properties.store(writer, null);
    }
  }

  @Override
  protected List<String> command() throws IOException {
    String logging = getClass().getResource("broker-logback.xml").toString();
    List<String> command =
        JavaCommand.with(
            home(),
            "-Xms256m",
            stack.brokers() == 1 ? "-Xmx1g" : "-Xmx640m",
            "-XX:+UseParallelGC",
            // What is only warm, not hot, is not worth the second compiler's time while all start.
            "-XX:Tier4InvocationThreshold=20000",
            "-XX:Tier4MinInvocationThreshold=4000",
            "-XX:Tier4CompileThreshold=60000",
            "-XX:Tier4BackEdgeThreshold=160000",
            "-Dlog4j2.statusLoggerLevel=OFF",
            "-Dlogback.configurationFile=" + logging,
            BrokerMain.class.getName(),
            propertiesFile().toString(),
            stack.clusterId());
    if (security != null) {
      command.add(security.directory().toString());
    }
    return command;
  }

  @Override
  protected Map<String, String> environmentVariables() {
    return Map.of("CLASSPATH", JavaCommand.classPath());
  }

  /** Whether it has joined its cluster: asked itself, it counts itself among the brokers. */
  @Override
  public boolean answers() {
    // A client that finds nobody would log that it did not.
    if (!Ports.isListening(port())) {
      return false;
    }
    Map<String, Object> settings = new HashMap<>();
    if (security != null) {
      settings.putAll(security.kafka(StackUser.ADMIN));
    }
    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + port());
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
    Admin admin = Admin.create(settings);
    try {
      return admin.describeCluster().nodes().get(ANSWER_MILLIS, TimeUnit.MILLISECONDS).stream()
          .anyMatch(node -> node.id() == id);
    } catch (ExecutionException | TimeoutException | KafkaException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      // Without a limit it would wait for a broker that is paused, for as long as it is.
      admin.close(Duration.ZERO);
    }
  }

  private Path propertiesFile() {
    return home().resolve("server.properties");
  }
}
