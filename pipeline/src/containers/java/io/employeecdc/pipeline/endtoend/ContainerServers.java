package io.employeecdc.pipeline.endtoend;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.ExposedPort;
import io.employeecdc.runtime.database.DatabaseSettings;
import java.sql.DriverManager;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;

/** Kafka with one broker, the registry and both databases, each in a container. */
final class ContainerServers implements AutoCloseable {
  private static final int POSTGRES = 5432;
  private static final int REGISTRY = 8080;
  private static final int REGISTRY_MANAGEMENT = 9000;
  private static final String USER = "cdc";

  private final String password = UUID.randomUUID().toString();
  private final Network network = Network.newNetwork();
  private final GenericContainer<?> source = database("source");
  private final GenericContainer<?> target = database("target");
  private final KafkaContainer kafka =
      new KafkaContainer(Images.KAFKA.image()).withNetwork(network).withListener("kafka:19092");
  private final GenericContainer<?> registry =
      new GenericContainer<>(Images.REGISTRY.image())
          .withNetwork(network)
          .withNetworkAliases("registry")
          .withEnv("APICURIO_STORAGE_KIND", "kafkasql")
          .withEnv("APICURIO_KAFKASQL_BOOTSTRAP_SERVERS", "kafka:19092")
          .withExposedPorts(REGISTRY, REGISTRY_MANAGEMENT)
          .dependsOn(kafka)
          .waitingFor(Wait.forHttp("/health/ready").forPort(REGISTRY_MANAGEMENT));

  void start() {
    Startables.deepStart(Stream.of(source, target, registry)).join();
  }

  Network network() {
    return network;
  }

  /** The settings of all commands and services, for those in the same network. */
  Map<String, String> inside() {
    return settings(
        "jdbc:postgresql://source:5432/source",
        "jdbc:postgresql://target:5432/target",
        "kafka:19092",
        "http://registry:8080");
  }

  /** The same for those on this machine. */
  Map<String, String> outside() {
    return settings(
        url(source, "source"),
        url(target, "target"),
        kafka.getBootstrapServers(),
        "http://%s:%d".formatted(registry.getHost(), registry.getMappedPort(REGISTRY)));
  }

  /** How those on this machine reach the source. */
  DatabaseSettings source() {
    return new DatabaseSettings("source", url(source, "source"), USER, password);
  }

  /** How those on this machine reach the target. */
  DatabaseSettings target() {
    return new DatabaseSettings("target", url(target, "target"), USER, password);
  }

  void stopTarget() {
    target.getDockerClient().stopContainerCmd(target.getContainerId()).exec();
  }

  /** The same container again, with its data and its name in the network. */
  void startTarget() {
    target.getDockerClient().startContainerCmd(target.getContainerId()).exec();
    DatabaseSettings database = target();
    await("the target answers")
        .ignoreExceptions()
        .until(
            () -> {
              DriverManager.getConnection(target().url(), database.user(), database.password())
                  .close();
              return true;
            });
  }

  @Override
  public void close() {
    Stream.of(registry, kafka, source, target).parallel().forEach(GenericContainer::stop);
    network.close();
  }

  private GenericContainer<?> database(String name) {
    return new GenericContainer<>(Images.POSTGRES.image())
        .withNetwork(network)
        .withNetworkAliases(name)
        .withEnv("POSTGRES_DB", name)
        .withEnv("POSTGRES_USER", USER)
        .withEnv("POSTGRES_PASSWORD", password)
        .withExposedPorts(POSTGRES)
        // While a new database is made, a server without TCP says it for the first time.
        .waitingFor(Wait.forLogMessage(".*ready to accept connections.*\\s", 2));
  }

  private Map<String, String> settings(
      String source, String target, String brokers, String registryServer) {
    return Map.of(
        "CDC_SOURCE_URL", source,
        "CDC_SOURCE_USER", USER,
        "CDC_SOURCE_PASSWORD", password,
        "CDC_TARGET_URL", target,
        "CDC_TARGET_USER", USER,
        "CDC_TARGET_PASSWORD", password,
        "CDC_BOOTSTRAP_SERVERS", brokers,
        "CDC_SCHEMA_REGISTRY_URL", registryServer + "/apis/ccompat/v7");
  }

  private static String url(GenericContainer<?> server, String database) {
    return "jdbc:postgresql://%s:%s/%s".formatted(server.getHost(), port(server), database);
  }

  /** As it is now: a container that is started again has another port on this machine. */
  private static String port(GenericContainer<?> server) {
    return server
        .getCurrentContainerInfo()
        .getNetworkSettings()
        .getPorts()
        .getBindings()
        .get(ExposedPort.tcp(POSTGRES))[0]
        .getHostPortSpec();
  }
}
