package io.employeecdc.endtoend;

import io.employeecdc.cli.Cdc;
import io.employeecdc.consumer.ConsumerMain;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.Postgres;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.localstack.process.Server;
import io.employeecdc.localstack.process.Service;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.producer.ProducerMain;
import io.employeecdc.workbench.history.GeneratedHistory;
import io.employeecdc.workbench.run.LocalPipeline;
import io.employeecdc.workbench.run.Services;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A pipeline of a test's own on the shared stack, with its services as processes. */
public final class TestPipeline implements PipelineUnderTest {
  private static final long SEED = 1815;

  private final LocalPipeline pipeline;
  private final String suffix;
  private final GeneratedHistory history;
  private final List<Server> services;

  /** Before those of today. */
  private final Optional<Path> olderClasses;

  /** Of those classes; null before the first. */
  private BuildCommands commands;

  private TestPipeline(
      LocalPipeline pipeline,
      String suffix,
      GeneratedHistory history,
      List<Server> services,
      Optional<Path> olderClasses) {
    this.pipeline = pipeline;
    this.suffix = suffix;
    this.history = history;
    this.services = services;
    this.olderClasses = olderClasses;
  }

  private TestPipeline(LocalPipeline pipeline, String suffix) {
    this(pipeline, suffix, new GeneratedHistory(SEED), new ArrayList<>(), Optional.empty());
  }

  /** New databases and topics, set up. */
  static TestPipeline create(String suffix) throws Exception {
    return create(TestStack.shared(), suffix);
  }

  /** The same on another stack. */
  public static TestPipeline create(LocalStack stack, String suffix) throws Exception {
    TestPipeline created =
        new TestPipeline(LocalPipeline.create(stack, Contract.standard(), suffix), suffix);
    created.pipeline.setUp();
    return created;
  }

  /** New empty databases, and nothing else, for the table of a contract. */
  static TestPipeline bare(Contract contract, String suffix) throws SQLException {
    return new TestPipeline(LocalPipeline.create(TestStack.shared(), contract, suffix), suffix);
  }

  /** New empty databases, and nothing else. */
  static TestPipeline bare(String suffix) throws SQLException {
    return bare(Contract.standard(), suffix);
  }

  public LocalPipeline local() {
    return pipeline;
  }

  @Override
  public TestPipeline withOlder(Path classes) {
    return new TestPipeline(pipeline, suffix, history, services, Optional.of(classes));
  }

  @Override
  public JavaService producer(Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>(settings);
    // Pipelines on one stack share its brokers, where an id belongs to one producer only.
    all.putIfAbsent("CDC_PRODUCER_ID", suffix);
    String name = suffix + "-producer-" + services.size();
    return olderClasses.isEmpty()
        ? added(Services.producer(pipeline, name, all))
        : service(name, older(ProducerMain.class), all);
  }

  @Override
  public JavaService consumer(Map<String, String> settings) {
    String name = suffix + "-consumer-" + services.size();
    return olderClasses.isEmpty()
        ? added(Services.consumer(pipeline, name, settings))
        : service(name, older(ConsumerMain.class), settings);
  }

  @Override
  public CommandRun cdc(Map<String, String> settings, String... arguments)
      throws IOException, ReflectiveOperationException {
    if (olderClasses.isEmpty()) {
      return CommandRun.of(new Cdc(), with(settings), arguments);
    }
    if (commands == null) {
      commands = BuildCommands.in(classPath());
    }
    return commands.run(with(settings), arguments);
  }

  @Override
  public RunningCommand begin(Map<String, String> settings, String... arguments)
      throws IOException {
    return CdcProcess.start(with(settings), classPath(), arguments);
  }

  @Override
  public String peer(Service service) {
    return "127.0.0.1:" + service.port();
  }

  @Override
  public String registryAddress() {
    return pipeline.stack().registryUrl().getAuthority();
  }

  @Override
  public boolean equal() throws InterruptedException {
    return pipeline.verify().equal();
  }

  @Override
  public Service sourceServer() {
    return pipeline.stack().source();
  }

  @Override
  public Service targetServer() {
    return pipeline.stack().target();
  }

  @Override
  public Map<String, String> serverLogs() {
    return pipeline.stack().servers().stream()
        .collect(Collectors.toMap(Server::name, Server::printed));
  }

  @Override
  public List<String> passwords() {
    return List.of(pipeline.stack().source().password(), pipeline.stack().target().password());
  }

  @Override
  public Channel channel() {
    return new Channel(
        pipeline.kafka(), pipeline.stack().registryUrl().toString(), pipeline.names());
  }

  @Override
  public Connection connectAsSuperuser(Service server) throws SQLException {
    return ((Postgres) server).connect("postgres");
  }

  @Override
  public Connection connectSource() throws SQLException {
    return pipeline.connectSource();
  }

  @Override
  public Connection connectTarget() throws SQLException {
    return pipeline.connectTarget();
  }

  @Override
  public GeneratedHistory history() {
    return history;
  }

  @Override
  public String logs() {
    return services.stream().map(service -> service.log().toString()).toList().toString();
  }

  /** Any other service beside this pipeline, not started. */
  public JavaService service(String name, List<String> command, Map<String, String> settings) {
    return added(pipeline.stack().service(name, command, with(settings)));
  }

  @Override
  public Map<String, String> environment() {
    Map<String, String> all = new TreeMap<>(pipeline.stack().environment());
    all.putAll(pipeline.environment());
    all.put("CDC_PRODUCER_ID", suffix);
    return all;
  }

  private List<String> older(Class<?> main) {
    return List.of("-Xmx256m", "-cp", classPath(), main.getName());
  }

  private String classPath() {
    String today =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    return olderClasses.map(older -> older + File.pathSeparator + today).orElse(today);
  }

  /** The same, but for these. */
  private Map<String, String> with(Map<String, String> settings) {
    Map<String, String> all = environment();
    all.putAll(settings);
    return all;
  }

  /** All services that were made, whether they run or not. */
  public List<Server> services() {
    return List.copyOf(services);
  }

  @Override
  public void close() {
    services.parallelStream().forEach(Server::kill);
  }

  private JavaService added(JavaService service) {
    services.add(service);
    return service;
  }
}
