package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.process.Service;
import io.employeecdc.localstack.process.StackException;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.runtime.peers.Meters;
import io.employeecdc.workbench.history.GeneratedHistory;
import io.employeecdc.workbench.history.HistoryPlayer;
import io.employeecdc.workbench.run.Flow;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.awaitility.core.ConditionFactory;

/**
 * A pipeline of a test's own, set up, wherever its servers and services run: the seam between the
 * end-to-end tests and where they are run ({@link Place}).
 */
public interface PipelineUnderTest extends AutoCloseable {
  Duration LIMIT = Duration.ofSeconds(60);
  Duration LOOK_EVERY = Duration.ofMillis(50);
  String NEWEST = "select coalesce(max(action_id), 0) from ";
  String IDS = "select count(*) || '/' || coalesce(sum(action_id), 0) from ";

  /** New databases and topics, set up, where this build runs its pipelines. */
  static PipelineUnderTest create(String suffix) throws Exception {
    PipelineUnderTest created = bare(suffix);
    CommandRun setup = created.cdc("setup");
    assertThat(setup.exitCode()).as(setup.out() + setup.err()).isZero();
    return created;
  }

  /** New empty databases, and nothing else. */
  static PipelineUnderTest bare(String suffix) throws Exception {
    return Place.chosen().bare(suffix);
  }

  /** The same, but for programs that find these classes before those of today. */
  PipelineUnderTest withOlder(Path classes);

  /**
   * A producer of this pipeline, not started.
   *
   * @param settings environment variables that come before those of the pipeline
   */
  Service producer(Map<String, String> settings);

  /** A consumer of this pipeline, not started. */
  Service consumer(Map<String, String> settings);

  /** Runs a command, as the administrator. */
  default CommandRun cdc(String... arguments) throws Exception {
    return cdc(Map.of(), arguments);
  }

  /**
   * The same with settings of its own.
   *
   * @param settings environment variables that come before those of the pipeline
   */
  CommandRun cdc(Map<String, String> settings, String... arguments) throws Exception;

  /** Starts such a command and does not wait for its end; the caller closes it. */
  RunningCommand begin(Map<String, String> settings, String... arguments) throws Exception;

  /** The settings with which its commands are called. */
  Map<String, String> environment();

  /** Where commands find a service's pages, as for {@code --peer}. */
  String peer(Service service);

  /** Where commands find the registry: its host and port. */
  String registryAddress();

  /** Compares source and target. */
  boolean equal() throws Exception;

  /** The server of the source, which others may use as well. */
  Service sourceServer();

  /** The server of the target, which others may use as well. */
  Service targetServer();

  /** All that each server has printed, by its name. */
  Map<String, String> serverLogs();

  /** Those of both databases' users. */
  List<String> passwords();

  /** How its records are reached from this machine. */
  Channel channel();

  /** A new connection to a database's server as its superuser, which the caller closes. */
  Connection connectAsSuperuser(Service server) throws SQLException;

  /** A new connection to the source as its owner, which the caller closes. */
  Connection connectSource() throws SQLException;

  /** A new connection to the target as its owner, which the caller closes. */
  Connection connectTarget() throws SQLException;

  /** The changes of an application, one after the other. */
  GeneratedHistory history();

  /** Where its services' logs are, for messages. */
  String logs();

  /** Ends its services. */
  @Override
  void close();

  /** The exit code of a service that is started and cannot stay. */
  static int exitCodeOf(Service service) {
    try {
      service.start();
    } catch (StackException endedBeforeItAnswered) {
      // Which its exit code says better.
    }
    return service.awaitExit(LIMIT);
  }

  /** Runs a statement in the source, in a transaction of its own. */
  default void source(String sql) throws SQLException {
    try (Connection connection = connectSource();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs a statement at a database's server as its superuser, for what an owner may not do. */
  default void asSuperuser(Service server, String sql) throws SQLException {
    try (Connection connection = connectAsSuperuser(server);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs a statement in the target, in a transaction of its own. */
  default void target(String sql) throws SQLException {
    try (Connection connection = connectTarget();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The text of a query's only value. */
  default String askSource(String sql) throws SQLException {
    try (Connection connection = connectSource()) {
      return ask(connection, sql);
    }
  }

  /** The text of a query's only value. */
  default String askTarget(String sql) throws SQLException {
    try (Connection connection = connectTarget()) {
      return ask(connection, sql);
    }
  }

  /** The text of a query's only value. */
  static String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  /** Plays the next changes of the history, as an application that runs beside the test. */
  default CompletableFuture<Void> play(int changes, int transactionChanges) {
    CapturedTable table = Contract.standard().table();
    return CompletableFuture.runAsync(
        () -> {
          try (HistoryPlayer player =
              new HistoryPlayer(
                  connectSource(), table, history().columns(table), transactionChanges)) {
            player.play(history().changes(changes).iterator(), played -> {});
          } catch (SQLException e) {
            throw new CompletionException(e);
          }
        });
  }

  /** Waits until all changes are through and the group has read to the end; then all is equal. */
  default void awaitEqual() throws Exception {
    // Cheap questions first: counting while the services work would take their processor away.
    awaitNewest();
    awaitNoLag();
    waiting("every change has taken effect")
        .untilAsserted(() -> assertThat(processed()).isEqualTo(captured()));
    assertThat(equal()).as("source and target are equal").isTrue();
  }

  /** Waits until the change that was captured last has taken effect. */
  default void awaitNewest() throws SQLException {
    String newest = askSource(NEWEST + "emp_cdc");
    waiting("the newest change has taken effect")
        .until(() -> askTarget(NEWEST + "processed_events"), newest::equals);
  }

  /** As {@link #awaitEqual}, where some changes are dead letters, which are in no ledger. */
  default void awaitTablesEqual() throws Exception {
    awaitNoLag();
    waiting("both tables are equal").until(this::equal);
  }

  /** Waits until the group has committed the offsets of everything in the topic. */
  default void awaitNoLag() {
    try (Group group = new Group(channel())) {
      waiting("the group has read to the end").until(() -> group.lag() == 0);
    }
  }

  /** Kills the only consumer; the next one need not wait until the brokers take it for dead. */
  default void killOnly(Service consumer) throws Exception {
    consumer.kill();
    try (Group group = new Group(channel())) {
      group.expel();
    }
  }

  /** What both services count now; 0 for one that does not answer. */
  default Flow flow(Service producer, Service consumer) {
    return Flow.of(Meters.of(producer.port()), Meters.of(consumer.port()));
  }

  /** The accounting identity of a consumer at rest; its metrics may come a moment late. */
  default Flow accountedFor(Service producer, Service consumer) {
    return waiting("every record has one outcome")
        .until(() -> flow(producer, consumer), PipelineUnderTest::isAccountedFor);
  }

  private static boolean isAccountedFor(Flow flow) {
    return flow.consumed()
        == flow.applied()
            + flow.duplicates()
            + flow.superseded()
            + flow.deadLettered()
            + flow.tombstones()
            + flow.parked();
  }

  /** Count and sum of the ids of all changes that were captured. */
  default String captured() throws SQLException {
    return askSource(IDS + "emp_cdc");
  }

  /** Count and sum of the ids of all changes that took effect or were found superseded. */
  default String processed() throws SQLException {
    return askTarget(IDS + "processed_events");
  }

  /** How many changes have taken effect. */
  default long countProcessed() throws SQLException {
    return Long.parseLong(askTarget("select count(*) from processed_events"));
  }

  /** A wait for a condition; where it fails it says where the logs are. */
  default ConditionFactory waiting(String what) {
    return await(what + "; logs: " + logs()).atMost(LIMIT).pollInterval(LOOK_EVERY);
  }
}
