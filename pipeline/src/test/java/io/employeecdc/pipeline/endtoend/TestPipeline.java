package io.employeecdc.pipeline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.Server;
import io.employeecdc.localstack.StackException;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.pipeline.history.GeneratedHistory;
import io.employeecdc.pipeline.history.HistoryPlayer;
import io.employeecdc.pipeline.run.Flow;
import io.employeecdc.pipeline.run.LocalPipeline;
import io.employeecdc.pipeline.run.Services;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.awaitility.core.ConditionFactory;

/** A pipeline of a test's own on the shared stack, with its services as processes. */
public final class TestPipeline implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final String NEWEST = "select coalesce(max(action_id), 0) from ";
  private static final String IDS = "select count(*) || '/' || coalesce(sum(action_id), 0) from ";

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
    TestPipeline created = new TestPipeline(LocalPipeline.create(stack, suffix), suffix, 1815);
    created.pipeline.setUp();
    return created;
  }

  /** New empty databases, and nothing else. */
  static TestPipeline bare(String suffix, long seed) throws SQLException {
    return new TestPipeline(LocalPipeline.create(TestStack.shared(), suffix), suffix, seed);
  }

  public LocalPipeline local() {
    return pipeline;
  }

  /** A producer of this pipeline, not started. */
  public JavaService producer(Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>(settings);
    // Pipelines on one stack share its brokers, where an id belongs to one producer only.
    all.put("CDC_PRODUCER_ID", suffix);
    return added(Services.producer(pipeline, suffix + "-producer-" + services.size(), all));
  }

  /** A consumer of this pipeline, not started. */
  public JavaService consumer(Map<String, String> settings) {
    return added(Services.consumer(pipeline, suffix + "-consumer-" + services.size(), settings));
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

  /** Runs a statement in the source, in a transaction of its own. */
  public void source(String sql) throws SQLException {
    try (Connection connection = pipeline.connectSource();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs a statement in the target, in a transaction of its own. */
  public void target(String sql) throws SQLException {
    try (Connection connection = pipeline.connectTarget();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The text of a query's only value. */
  public String askSource(String sql) throws SQLException {
    try (Connection connection = pipeline.connectSource()) {
      return ask(connection, sql);
    }
  }

  /** The text of a query's only value. */
  public String askTarget(String sql) throws SQLException {
    try (Connection connection = pipeline.connectTarget()) {
      return ask(connection, sql);
    }
  }

  /** Plays the next changes of the history, as an application that runs beside the test. */
  public CompletableFuture<Void> play(int changes, int transactionChanges) {
    return CompletableFuture.runAsync(
        () -> {
          try (HistoryPlayer player =
              new HistoryPlayer(pipeline.connectSource(), transactionChanges)) {
            player.play(history.changes(changes).iterator(), played -> {});
          } catch (SQLException e) {
            throw new CompletionException(e);
          }
        });
  }

  /** Waits until all changes are through and the group has read to the end; then all is equal. */
  public void awaitEqual() throws Exception {
    // Cheap questions first: counting while the services work would take their processor away.
    awaitNewest();
    awaitNoLag();
    waiting("every change has taken effect")
        .untilAsserted(() -> assertThat(processed()).isEqualTo(captured()));
    assertThat(pipeline.verify().verdict()).isEqualTo("equal");
  }

  /** Waits until the change that was captured last has taken effect. */
  public void awaitNewest() throws SQLException {
    String newest = askSource(NEWEST + "emp_cdc");
    waiting("the newest change has taken effect")
        .until(() -> askTarget(NEWEST + "processed_events"), newest::equals);
  }

  /** As {@link #awaitEqual}, where some changes are dead letters, which are in no ledger. */
  public void awaitTablesEqual() throws Exception {
    awaitNoLag();
    waiting("both tables are equal").until(() -> pipeline.verify().equal());
  }

  /** Waits until the group has committed the offsets of everything in the topic. */
  public void awaitNoLag() {
    try (Group group = new Group(pipeline)) {
      waiting("the group has read to the end").until(() -> group.lag() == 0);
    }
  }

  /** The accounting identity of a consumer at rest; its metrics may come a moment late. */
  public Flow accountedFor(Server producer, Server consumer) {
    return waiting("every record has one outcome")
        .until(new Flow.Watch(producer, consumer)::look, Flow::isAccountedFor);
  }

  /** Count and sum of the ids of all changes that were captured. */
  public String captured() throws SQLException {
    return askSource(IDS + "emp_cdc");
  }

  /** Count and sum of the ids of all changes that took effect or were found superseded. */
  public String processed() throws SQLException {
    return askTarget(IDS + "processed_events");
  }

  /** How many changes have taken effect. */
  public long countProcessed() throws SQLException {
    return Long.parseLong(askTarget("select count(*) from processed_events"));
  }

  /** A wait for a condition; where it fails it says where the logs are. */
  public ConditionFactory waiting(String what) {
    List<String> logs = services.stream().map(service -> service.log().toString()).toList();
    return await(what + "; logs: " + logs).atMost(LIMIT).pollInterval(LOOK_EVERY);
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

  private static String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }
}
