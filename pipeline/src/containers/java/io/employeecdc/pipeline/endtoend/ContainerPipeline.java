package io.employeecdc.pipeline.endtoend;

import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.contract.Names;
import io.employeecdc.pipeline.run.Flow;
import io.employeecdc.pipeline.run.Meters;
import io.employeecdc.pipeline.verify.Verifier;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** In containers, with the images of producer and consumer; setup runs as a process beside them. */
final class ContainerPipeline implements RunningPipeline {
  private static final int MANAGEMENT = 9400;
  private static final long MEMORY_BYTES = 768L << 20;
  private static final int RANGE_SIZE = 10_000;
  private static final int KEY_LIMIT = 20;

  private final ContainerServers servers;
  private final Path folder;
  private GenericContainer<?> producer;
  private GenericContainer<?> consumer;

  private ContainerPipeline(ContainerServers servers, Path folder) {
    this.servers = servers;
    this.folder = folder;
    this.producer = producer();
    this.consumer = consumer();
  }

  /**
   * Starts all of it.
   *
   * @param folder takes what setup prints
   */
  static ContainerPipeline start(Path folder) throws Exception {
    ContainerPipeline started = new ContainerPipeline(new ContainerServers(), folder);
    try {
      started.servers.start();
      started.setUp();
      started.producer.start();
      started.consumer.start();
      return started;
    } catch (Exception e) {
      started.close();
      throw e;
    }
  }

  @Override
  public Connection connectSource() throws SQLException {
    return connect(servers.source());
  }

  @Override
  public Connection connectTarget() throws SQLException {
    return connect(servers.target());
  }

  @Override
  public Flow flow() {
    return Flow.of(meters(producer), meters(consumer));
  }

  @Override
  public double retries() {
    return meters(consumer).sum("cdc_retries_total");
  }

  @Override
  public void send(String key, byte[] value) throws Exception {
    Map<String, Object> brokers =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            servers.outside().get("CDC_BOOTSTRAP_SERVERS"));
    try (KafkaProducer<String, byte[]> stranger =
        new KafkaProducer<>(brokers, new StringSerializer(), new ByteArraySerializer())) {
      stranger.send(new ProducerRecord<>(Names.TOPIC, key, value)).get();
    }
  }

  @Override
  public String verify() throws Exception {
    try (HikariDataSource from = DataSources.pool(servers.source(), 1, null, null);
        HikariDataSource to = DataSources.pool(servers.target(), 1, null, null)) {
      return Verifier.verify(from, to, RANGE_SIZE, KEY_LIMIT).verdict();
    }
  }

  @Override
  public void killConsumer() {
    kill(consumer);
  }

  /** A container of its own: one that is started again has other ports on this machine. */
  @Override
  public void startConsumer() {
    consumer.stop();
    consumer = consumer();
    consumer.start();
  }

  @Override
  public void killProducer() {
    kill(producer);
  }

  @Override
  public void startProducer() {
    producer.stop();
    producer = producer();
    producer.start();
  }

  @Override
  public void stopTarget() {
    servers.stopTarget();
  }

  @Override
  public void startTarget() {
    servers.startTarget();
  }

  @Override
  public void close() {
    consumer.stop();
    producer.stop();
    servers.close();
  }

  private static void kill(GenericContainer<?> service) {
    service.getDockerClient().killContainerCmd(service.getContainerId()).exec();
  }

  private GenericContainer<?> producer() {
    return service(Images.PRODUCER, "CDC_SOURCE_");
  }

  private GenericContainer<?> consumer() {
    return service(Images.CONSUMER, "CDC_TARGET_");
  }

  /** As docker-compose.yml has it: nothing can be written but what is temporary. */
  private GenericContainer<?> service(Images image, String database) {
    Map<String, String> settings = new TreeMap<>(servers.inside());
    settings
        .keySet()
        .removeIf(key -> key.matches("CDC_(SOURCE|TARGET)_.*") && !key.startsWith(database));
    return new GenericContainer<>(image.image())
        .withNetwork(servers.network())
        .withEnv(settings)
        .withExposedPorts(MANAGEMENT)
        .withTmpFs(Map.of("/tmp", "size=64m"))
        .withCreateContainerCmdModifier(
            create -> create.getHostConfig().withReadonlyRootfs(true).withMemory(MEMORY_BYTES))
        .waitingFor(Wait.forHttp("/health/ready").forPort(MANAGEMENT));
  }

  private static Meters meters(GenericContainer<?> service) {
    return Meters.at(service.getMappedPort(MANAGEMENT));
  }

  private static Connection connect(DatabaseSettings database) throws SQLException {
    return DriverManager.getConnection(database.url(), database.user(), database.password());
  }

  private void setUp() throws IOException, InterruptedException {
    try (CdcProcess setup = CdcProcess.start(servers.outside(), folder, List.of("setup"))) {
      int code = setup.exitCode();
      if (code != 0) {
        throw new IllegalStateException("cdc setup ended with %d: %s".formatted(code, setup.err()));
      }
    }
  }
}
