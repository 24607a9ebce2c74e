package io.employeecdc.pipeline.endtoend;

import io.employeecdc.localstack.Service;
import io.employeecdc.pipeline.history.GeneratedHistory;
import io.employeecdc.pipeline.run.PipelineNames;
import io.employeecdc.pipeline.verify.CommandRun;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** In containers: servers that all share, producer, consumers and commands with our images. */
final class ContainerPipeline implements PipelineUnderTest {
  private static final long SERVICE_BYTES = 768L << 20;
  private static final long COMMAND_BYTES = 384L << 20;
  private static final int SEED = 1815;

  private final ContainerServers servers;
  private final String suffix;
  private final PipelineNames names;
  private final GeneratedHistory history = new GeneratedHistory(SEED);
  private final List<ContainerService> services = new ArrayList<>();

  private ContainerPipeline(ContainerServers servers, String suffix) {
    this.servers = servers;
    this.suffix = suffix;
    this.names = PipelineNames.of(suffix);
  }

  /** New empty databases, and nothing else. */
  static ContainerPipeline bare(ContainerServers servers, String suffix) throws SQLException {
    ContainerPipeline created = new ContainerPipeline(servers, suffix);
    servers.source().createDatabase(created.names.source());
    servers.target().createDatabase(created.names.target());
    return created;
  }

  @Override
  public ContainerService producer(Map<String, String> settings) {
    return service("producer", Images.PRODUCER, "CDC_SOURCE_", settings);
  }

  @Override
  public ContainerService consumer(Map<String, String> settings) {
    return service("consumer", Images.CONSUMER, "CDC_TARGET_", settings);
  }

  @Override
  public CommandRun cdc(String... arguments) {
    try (GenericContainer<?> command = hardened(Images.TOOLS, settings(), COMMAND_BYTES)) {
      command.withCommand(arguments).withStartupCheckStrategy(new UntilItEnds());
      return UntilItEnds.run(command);
    }
  }

  /** Commands are in the same network. */
  @Override
  public String peer(Service service) {
    return service.name() + ":" + ContainerService.MANAGEMENT;
  }

  @Override
  public boolean equal() {
    return cdc("verify").exitCode() == 0;
  }

  @Override
  public Service targetServer() {
    return servers.target();
  }

  @Override
  public Channel channel() {
    return new Channel(servers.kafka(), servers.registryUrl(), names);
  }

  @Override
  public Connection connectSource() throws SQLException {
    return servers.source().connect(names.source());
  }

  @Override
  public Connection connectTarget() throws SQLException {
    return servers.target().connect(names.target());
  }

  @Override
  public GeneratedHistory history() {
    return history;
  }

  @Override
  public String logs() {
    return services.stream().map(ContainerService::log).toList().toString();
  }

  @Override
  public void close() {
    services.parallelStream().forEach(ContainerService::remove);
  }

  /**
   * A service that knows one database only.
   *
   * @param database how the names of that database's settings begin
   */
  private ContainerService service(
      String kind, Images image, String database, Map<String, String> settings) {
    Map<String, String> all = settings();
    all.keySet()
        .removeIf(key -> key.matches("CDC_(SOURCE|TARGET)_.*") && !key.startsWith(database));
    all.putAll(settings);
    // Without an underscore, which a host's name may not have.
    String name = "%s-%s-%d".formatted(kind, suffix.replace('_', '-'), services.size());
    ContainerService service =
        new ContainerService(
            name,
            () ->
                hardened(image, all, SERVICE_BYTES)
                    .withNetworkAliases(name)
                    .withExposedPorts(ContainerService.MANAGEMENT)
                    .waitingFor(
                        Wait.forHttp("/health/started").forPort(ContainerService.MANAGEMENT)));
    services.add(service);
    return service;
  }

  /** As docker-compose.yml has it: nothing can be written but what is temporary. */
  private GenericContainer<?> hardened(Images image, Map<String, String> settings, long bytes) {
    return new GenericContainer<>(image.image())
        .withNetwork(servers.network())
        .withEnv(settings)
        .withTmpFs(Map.of("/tmp", "size=64m"))
        .withCreateContainerCmdModifier(
            create -> create.getHostConfig().withReadonlyRootfs(true).withMemory(bytes));
  }

  /** All settings, for those in the servers' network. */
  private Map<String, String> settings() {
    Map<String, String> all = new TreeMap<>(servers.environment());
    all.putAll(names.environment());
    all.put("CDC_SOURCE_URL", servers.source().insideUrl(names.source()));
    all.put("CDC_TARGET_URL", servers.target().insideUrl(names.target()));
    all.put("CDC_PRODUCER_ID", suffix);
    return all;
  }
}
