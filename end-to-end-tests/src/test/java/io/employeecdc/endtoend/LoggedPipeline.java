package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.runtime.peers.Meters;
import io.employeecdc.workbench.history.GeneratedHistory;
import io.employeecdc.workbench.history.HistoryPlayer;
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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionFactory;

/** A pipeline beside Kafka Connect, with its consumer, and an application that writes. */
final class LoggedPipeline implements AutoCloseable {
  private static final int MOST_CHANGES = 1_000_000;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  final LocalPipeline local;
  final LogCapture capture;
  final JavaService consumer;
  private final AtomicBoolean writing = new AtomicBoolean(true);

  LoggedPipeline(String suffix) throws SQLException {
    local = LocalPipeline.create(TestStack.withConnect(), Contract.standard(), suffix);
    capture = new LogCapture(local);
    consumer = Services.consumer(local, "consumer_" + suffix, Map.of());
  }

  /** An application that writes until {@link #endLoad}. */
  CompletableFuture<Void> load() {
    GeneratedHistory history = new GeneratedHistory(1852);
    CapturedTable table = Contract.standard().table();
    return CompletableFuture.runAsync(
        () -> {
          try (HistoryPlayer player =
              new HistoryPlayer(local.connectSource(), table, history.columns(table), 5)) {
            player.play(
                history.changes(MOST_CHANGES).takeWhile(change -> writing.get()).iterator(),
                played -> {});
          } catch (SQLException e) {
            throw new CompletionException(e);
          }
        });
  }

  void endLoad(CompletableFuture<Void> load) {
    writing.set(false);
    load.join();
  }

  void source(String sql) throws SQLException {
    try (Connection connection = local.connectSource();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  String ask(String sql) throws SQLException {
    try (Connection connection = local.connectSource();
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

  long applied() {
    return Meters.of(consumer.port()).count("cdc_applied_total");
  }

  void awaitApplied(long more) {
    long before = applied();
    waiting("so many more take effect").until(() -> applied() >= before + more);
  }

  /** Waits until both tables are equal and each record has one outcome, and nothing is a letter. */
  void awaitEqual() {
    waiting("source and target are equal").until(() -> local.verify().equal());
    waiting("every record has one outcome")
        .untilAsserted(
            () -> {
              Flow flow = Flow.of(Meters.of(consumer.port()), Meters.of(consumer.port()));
              assertThat(flow.consumed())
                  .isEqualTo(
                      flow.applied()
                          + flow.duplicates()
                          + flow.superseded()
                          + flow.tombstones()
                          + flow.parked());
              assertThat(flow.deadLettered() + flow.parked()).isZero();
            });
  }

  static ConditionFactory waiting(String forWhat) {
    return await(forWhat).atMost(LIMIT).pollInterval(Duration.ofMillis(200));
  }

  @Override
  public void close() {
    writing.set(false);
    consumer.kill();
    if (!capture.connector().status().isMissingNode()) {
      capture.connector().delete();
    }
  }
}
