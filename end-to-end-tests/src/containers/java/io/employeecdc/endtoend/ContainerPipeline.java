package io.employeecdc.endtoend;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.process.Service;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.workbench.history.GeneratedHistory;
import io.employeecdc.workbench.run.PipelineNames;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.testcontainers.containers.GenericContainer;

/** In containers: servers that all share, producer, consumers and commands with our images. */
final class ContainerPipeline implements PipelineUnderTest {
  private static final long SERVICE_BYTES = 768L << 20;
  private static final long COMMAND_BYTES = 384L << 20;
  private static final int SEED = 1815;

  private final ContainerServers servers;
  private final String suffix;
  private final PipelineNames names;
  private final GeneratedHistory history;
  private final List<ContainerService> services;

  /** Before those of the images. */
  private final Optional<Path> olderClasses;

  private ContainerPipeline(
      ContainerServers servers,
      String suffix,
      GeneratedHistory history,
      List<ContainerService> services,
      Optional<Path> olderClasses) {
    this.servers = servers;
    this.suffix = suffix;
    this.names = PipelineNames.of(Contract.standard(), suffix);
    this.history = history;
    this.services = services;
    this.olderClasses = olderClasses;
  }

  /** New empty databases, and nothing else. */
  static ContainerPipeline bare(ContainerServers servers, String suffix) throws SQLException {
    ContainerPipeline created =
        new ContainerPipeline(
            servers, suffix, new GeneratedHistory(SEED), new ArrayList<>(), Optional.empty());
    servers.source().createDatabase(created.names.source());
    servers.target().createDatabase(created.names.target());
    return created;
  }

  @Override
  public ContainerPipeline withOlder(Path classes) {
    return new ContainerPipeline(servers, suffix, history, services, Optional.of(classes));
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
  public CommandRun cdc(Map<String, String> settings, String... arguments) {
    try (ContainerCommand command = begin(settings, arguments)) {
      int exitCode = command.exitCode();
      return new CommandRun(exitCode, command.out(), command.err());
    }
  }

  @Override
  public ContainerCommand begin(Map<String, String> settings, String... arguments) {
    Map<String, String> all = environment();
    all.putAll(settings);
    return ContainerCommand.start(
        hardened(Images.TOOLS, all, COMMAND_BYTES).withCommand(arguments));
  }

  /** Commands are in the same network. */
  @Override
  public String peer(Service service) {
    return service.name() + ":" + ContainerService.MANAGEMENT;
  }

  @Override
  public String registryAddress() {
    return ContainerServers.REGISTRY_INSIDE;
  }

  @Override
  public boolean equal() {
    return cdc(Map.of(), "verify").exitCode() == 0;
  }

  @Override
  public Service sourceServer() {
    return servers.source();
  }

  @Override
  public Service targetServer() {
    return servers.target();
  }

  @Override
  public Map<String, String> serverLogs() {
    return servers.logs();
  }

  @Override
  public List<String> passwords() {
    return List.of(servers.source().password(), servers.target().password());
  }

  @Override
  public Channel channel() {
    return new Channel(servers.kafka(), servers.registryUrl(), names);
  }

  @Override
  public Connection connectAsSuperuser(Service server) throws SQLException {
    return ((ContainerPostgres) server).connectAsSuperuser();
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
    Map<String, String> all = environment();
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
                    .waitingFor(new AnsweredOrEnded()));
    services.add(service);
    return service;
  }

  /** As docker-compose.yml has it: nothing can be written but what is temporary. */
  private GenericContainer<?> hardened(Images image, Map<String, String> settings, long bytes) {
    return image
        .container(olderClasses)
        .withNetwork(servers.network())
        .withEnv(settings)
        .withTmpFs(Map.of("/tmp", "size=64m"))
        .withCreateContainerCmdModifier(
            create -> create.getHostConfig().withReadonlyRootfs(true).withMemory(bytes));
  }

  @Override
  public Map<String, String> environment() {
    Map<String, String> all = new TreeMap<>(servers.environment());
    all.putAll(names.environment());
    all.put("CDC_SOURCE_URL", servers.source().insideUrl(names.source()));
    all.put("CDC_TARGET_URL", servers.target().insideUrl(names.target()));
    all.put("CDC_PRODUCER_ID", suffix);
    return all;
  }
}
