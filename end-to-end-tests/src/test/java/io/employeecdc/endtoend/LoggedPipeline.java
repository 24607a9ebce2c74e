package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.faults.Workload;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.localstack.process.Server;
import io.employeecdc.operations.verify.VerifyResult;
import io.employeecdc.operations.verify.VerifyResult.Kind;
import io.employeecdc.runtime.peers.Meters;
import io.employeecdc.workbench.run.Flow;
import io.employeecdc.workbench.run.LocalPipeline;
import io.employeecdc.workbench.run.LogCapture;
import io.employeecdc.workbench.run.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;

/** A pipeline beside Kafka Connect, with its consumer, and applications that write. */
final class LoggedPipeline implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String DROP = "pg_drop_replication_slot(slot_name)";

  final LocalPipeline local;
  final LogCapture capture;
  final JavaService consumer;
  private final String suffix;
  private final Running running = new Running();

  LoggedPipeline(String suffix) throws SQLException {
    this(suffix, Contract.standard());
  }

  LoggedPipeline(String suffix, Contract contract) throws SQLException {
    this.suffix = suffix;
    local = LocalPipeline.create(TestStack.withConnect(), contract, suffix);
    capture = new LogCapture(local);
    consumer = Services.consumer(local, "consumer_" + suffix, Map.of());
  }

  /** A producer, started. */
  JavaService startProducer(String name) {
    JavaService producer = Services.producer(local, name + "_" + suffix, Map.of());
    start(producer);
    return producer;
  }

  /** Starts one that has to run from now on, or every wait fails. */
  void start(Server service) {
    running.start(service);
  }

  void stop(Server service) {
    running.stop(service);
  }

  /** Captures from the log, and consumes; what was committed from now on, the witness knows. */
  LogWitness startFromLog() throws Exception {
    capture.prepare();
    LogWitness witness = LogWitness.begin(this);
    capture.connect(Map.of());
    start(consumer);
    return witness;
  }

  /** Applications that write until they are closed. */
  Workload load(long seed) {
    return Workload.start(local, seed);
  }

  void source(String sql) throws SQLException {
    try (Connection connection = local.connectSource();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  void asSuperuser(String sql) throws SQLException {
    try (Connection connection = local.sourceServer().connect(local.names().source());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  String ask(String sql) throws SQLException {
    try (Connection connection = local.sourceServer().connect(local.names().source());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }

  /** The statement of docs/capture.md that begins so. */
  static String ofPage(String begin) throws IOException {
    String page =
        Files.readString(Path.of(System.getProperty("project.root", ".."), "docs", "capture.md"))
            .replaceAll("\\s+", " ");
    Matcher code = Pattern.compile("`(" + Pattern.quote(begin) + "[^`]*)`").matcher(page);
    assertThat(code.find()).as(begin).isTrue();
    return code.group(1);
  }

  Channel channel() {
    return new Channel(local.kafka(), local.stack().registryUrl().toString(), local.names());
  }

  long applied() {
    return Meters.of(consumer.port()).count("cdc_applied_total");
  }

  void awaitApplied(long more) {
    long before = applied();
    waiting(more + " changes more take effect").until(() -> applied() >= before + more);
  }

  /** Waits until both tables are equal and each record has one outcome, and nothing is a letter. */
  Flow awaitEqual() {
    waiting("source and target are equal").until(() -> local.verify().equal());
    return waiting("every record has one outcome and none is a letter")
        .until(this::flow, LoggedPipeline::isAccountedFor);
  }

  private Flow flow() {
    return Flow.of(Meters.of(consumer.port()), Meters.of(consumer.port()));
  }

  private static boolean isAccountedFor(Flow flow) {
    return flow.deadLettered() + flow.parked() == 0
        && flow.consumed()
            == flow.applied() + flow.duplicates() + flow.superseded() + flow.tombstones();
  }

  /** A wait that fails at once, with the reason, where the task or a service has ended. */
  ConditionFactory waiting(String forWhat) {
    return await("%s; logs in %s".formatted(forWhat, local.stack().directory()))
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .failFast(this::requireNothingHasEnded);
  }

  private void requireNothingHasEnded() {
    assertThat(capture.connector().failure()).as("what Connect says of the task").isEmpty();
    running.require();
  }

  /** Waits until the connector has let its slot go. */
  void awaitUnread() {
    await("nobody reads the slot")
        .atMost(LIMIT)
        .until(
            () ->
                ask(
                    "select active from pg_replication_slots where slot_name = '%s'"
                        .formatted(capture.name())),
            "f"::equals);
  }

  /**
   * Rows that the target has not, or otherwise.
   *
   * @return how many there are
   */
  int writeAgain(VerifyResult found) throws SQLException {
    List<KeyValue> named =
        Stream.of(found.of(Kind.MISSING), found.of(Kind.DIFFERENT))
            .flatMap(each -> each.keys().stream())
            .toList();
    for (KeyValue key : named) {
      source("update employees set emp_id = emp_id where emp_id = " + key.get(0));
    }
    return named.size();
  }

  void dropSlot() throws SQLException {
    String unused = ask("select pg_drop_replication_slot('%s')".formatted(capture.name()));
  }

  /** As somebody does who only wants the task to run. */
  void makeSlotAgain() throws SQLException {
    String unused =
        ask(
            "select pg_create_logical_replication_slot('%s', 'pgoutput')"
                .formatted(capture.name()));
  }

  /** By the steps of docs/capture.md, up to what was deleted meanwhile. */
  void replaceSlot() throws Exception {
    capture.connector().reset();
    awaitUnread();
    dropSlot();
    String after = ask(ofPage("select AFTER").replace("AFTER", "0"));
    capture
        .connector()
        .put(
            capture.configuration(
                Map.of("snapshot.mode", "initial", "transforms.contract.action.id.after", after)));
    capture.connector().resume();
  }

  /** Leaves no slot, of which the server has few. */
  @Override
  public void close() {
    running.kill();
    if (!capture.connector().status().isMissingNode()) {
      capture.connector().delete();
    }
    await("its slots are dropped").atMost(LIMIT).ignoreExceptions().until(this::dropsSlots);
  }

  /** A task that is still about to end may take its slot once more, in between. */
  private boolean dropsSlots() throws SQLException {
    for (String each : List.of("pg_terminate_backend(active_pid, 10000)", DROP)) {
      String unused =
          ask(
              "select count(%s) from pg_replication_slots where database = current_database()"
                  .formatted(each));
    }
    return true;
  }
}
