package io.employeecdc.endtoend;

import io.employeecdc.runtime.kafka.KafkaSettings;
import java.util.Map;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;

/** Kafka with one broker, the registry and both databases, each in a container. */
final class ContainerServers implements AutoCloseable {
  private static final int REGISTRY = 8080;

  /** The registry's host and port in the network. */
  static final String REGISTRY_INSIDE = "registry:" + REGISTRY;

  private static final int REGISTRY_MANAGEMENT = 9000;
  private static final String CONFLUENT_API = "/apis/ccompat/v7";

  private final Network network = Network.newNetwork();
  private final ContainerPostgres source = new ContainerPostgres("source", network);
  private final ContainerPostgres target = new ContainerPostgres("target", network);
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
    Startables.deepStart(Stream.of(source.container(), target.container(), registry)).join();
  }

  Network network() {
    return network;
  }

  ContainerPostgres source() {
    return source;
  }

  ContainerPostgres target() {
    return target;
  }

  /** How those on this machine reach the broker. */
  KafkaSettings kafka() {
    return new KafkaSettings(kafka.getBootstrapServers(), Map.of());
  }

  /** How those on this machine reach the registry. */
  String registryUrl() {
    return "http://%s:%d".formatted(registry.getHost(), registry.getMappedPort(REGISTRY))
        + CONFLUENT_API;
  }

  /** All that each has printed, by its name. */
  Map<String, String> logs() {
    return Map.of(
        "kafka", kafka.getLogs(),
        "registry", registry.getLogs(),
        "source", source.printed(),
        "target", target.printed());
  }

  /** The settings of all that is in the same network, but for the databases' URLs. */
  Map<String, String> environment() {
    return Map.of(
        "CDC_SOURCE_USER",
        ContainerPostgres.USER,
        "CDC_SOURCE_PASSWORD",
        source.password(),
        "CDC_TARGET_USER",
        ContainerPostgres.USER,
        "CDC_TARGET_PASSWORD",
        target.password(),
        "CDC_CREATE_TABLES",
        "true",
        "CDC_BOOTSTRAP_SERVERS",
        "kafka:19092",
        "CDC_SCHEMA_REGISTRY_URL",
        "http://" + REGISTRY_INSIDE + CONFLUENT_API);
  }

  @Override
  public void close() {
    Stream.of(registry, kafka, source.container(), target.container())
        .parallel()
        .forEach(GenericContainer::stop);
    network.close();
  }
}
