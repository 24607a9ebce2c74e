package io.employeecdc.pipeline.endtoend;

import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.Server;
import io.employeecdc.localstack.Service;
import io.employeecdc.localstack.StackException;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.pipeline.Cdc;
import io.employeecdc.pipeline.history.GeneratedHistory;
import io.employeecdc.pipeline.run.LocalPipeline;
import io.employeecdc.pipeline.run.Services;
import io.employeecdc.pipeline.verify.CommandRun;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A pipeline of a test's own on the shared stack, with its services as processes. */
public final class TestPipeline implements PipelineUnderTest {
  private static final long SEED = 1815;

  private final LocalPipeline pipeline;
  private final String suffix;
  private final GeneratedHistory history;
  private final List<Server> services = new ArrayList<>();

  private TestPipeline(LocalPipeline pipeline, String suffix, long seed) {
    this.pipeline = pipeline;
    this.suffix = suffix;
    this.history = new GeneratedHistory(seed);
  }

  /** New databases and topics, set up. */
  static TestPipeline create(String suffix) throws Exception {
    return create(TestStack.shared(), suffix);
  }

  /** The same on another stack. */
  public static TestPipeline create(LocalStack stack, String suffix) throws Exception {
    TestPipeline created = new TestPipeline(LocalPipeline.create(stack, suffix), suffix, SEED);
    created.pipeline.setUp();
    return created;
  }

  /** New empty databases, and nothing else. */
  static TestPipeline bare(String suffix) throws SQLException {
    return bare(suffix, SEED);
  }

  /** The same with another history. */
  static TestPipeline bare(String suffix, long seed) throws SQLException {
    return new TestPipeline(LocalPipeline.create(TestStack.shared(), suffix), suffix, seed);
  }

  public LocalPipeline local() {
    return pipeline;
  }

  @Override
  public JavaService producer(Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>(settings);
    // Pipelines on one stack share its brokers, where an id belongs to one producer only.
    all.put("CDC_PRODUCER_ID", suffix);
    return added(Services.producer(pipeline, suffix + "-producer-" + services.size(), all));
  }

  @Override
  public JavaService consumer(Map<String, String> settings) {
    return added(Services.consumer(pipeline, suffix + "-consumer-" + services.size(), settings));
  }

  @Override
  public CommandRun cdc(String... arguments) {
    return CommandRun.of(new Cdc(), environment(), arguments);
  }

  @Override
  public String peer(Service service) {
    return "127.0.0.1:" + service.port();
  }

  @Override
  public boolean equal() throws InterruptedException {
    return pipeline.verify().equal();
  }

  @Override
  public Service targetServer() {
    return pipeline.stack().target();
  }

  @Override
  public Channel channel() {
    return new Channel(
        pipeline.kafka(), pipeline.stack().registryUrl().toString(), pipeline.names());
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
    Map<String, String> all = environment();
    all.putAll(settings);
    return added(pipeline.stack().service(name, command, all));
  }

  /** The settings with which this pipeline's commands are called. */
  public Map<String, String> environment() {
    Map<String, String> all = new TreeMap<>(pipeline.stack().environment());
    all.putAll(pipeline.environment());
    all.put("CDC_PRODUCER_ID", suffix);
    return all;
  }

  /** The exit code of a service that is started and cannot stay. */
  public static int exitCodeOf(JavaService service) {
    try {
      service.start();
    } catch (StackException endedBeforeItAnswered) {
      // Which its exit code says better.
    }
    return service.awaitExit(LIMIT);
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
