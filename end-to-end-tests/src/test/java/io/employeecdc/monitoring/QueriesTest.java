package io.employeecdc.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.localstack.process.Server;
import io.employeecdc.operations.deadletters.DlqCommand;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.runtime.peers.Meters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether all that dashboards and rules ask for is there, and all that is there is explained. */
@Tag("servers")
@NeedsMonitoring
class QueriesTest {
  /** Metrics of Kafka's clients come up to a minute late, and a rate needs two of each. */
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @Test
  void every_query_of_a_panel_or_an_alert_returns_data_and_every_metric_is_in_the_table(
      @TempDir Path folder) throws Exception {
    String rules = Files.readString(Watched.MONITORING.resolve("alerts.yml"));
    try (Watched watched = Watched.start(TestStack.shared(), "queries", folder, rules)) {
      disturb(watched);
      List<Query> queries = queries(watched);
      await("queries without data; logs: " + folder)
          .atMost(LIMIT)
          .pollInterval(Duration.ofSeconds(2))
          .untilAsserted(() -> assertThat(withoutData(watched, queries)).isEmpty());
      assertThat(watched.prometheus().names("cdc_"))
          .contains("cdc_captured_total", "cdc_applied_total")
          .allMatch(MetricsPage.read()::has, "is in docs/metrics.md");
    }
  }

  /** So that there are dead letters, a replay, retries and an alert, as some queries ask. */
  private static void disturb(Watched watched) throws Exception {
    // Of what was counted before the first look no increase is seen.
    watched
        .pipeline()
        .waiting("Prometheus has looked at every consumer")
        .until(
            () ->
                watched.prometheus().query("count by (instance) (cdc_dead_lettered_total)").size()
                    == watched.consumers().size());
    Poison.send(watched.pipeline(), 1);
    Map<String, String> environment = watched.pipeline().environment();
    watched
        .pipeline()
        .waiting("a replay has tried the dead letter")
        .until(
            () -> CommandRun.of(new DlqCommand(), environment, "replay", "--yes").exitCode() == 7);
    LocalStack stack = TestStack.shared();
    interrupt(watched, stack.target(), "cdc_retries_total", watched.consumers());
    interrupt(watched, stack.source(), "cdc_producer_retries_total", List.of(watched.producer()));
  }

  private static void interrupt(
      Watched watched, Server server, String retries, List<JavaService> services) {
    server.stop();
    watched
        .pipeline()
        .waiting("somebody tries again")
        .until(() -> services.stream().anyMatch(one -> Meters.of(one.port()).count(retries) > 0));
    server.start();
  }

  private static List<Query> queries(Watched watched) throws IOException, InterruptedException {
    List<Query> queries = new ArrayList<>();
    for (Query query : Query.ofDashboards(Watched.MONITORING.resolve("grafana/dashboards"))) {
      queries.add(new Query(query.where(), watched.named(query.expression())));
    }
    // As it was given them: with the names of this pipeline.
    watched
        .prometheus()
        .rules()
        .forEach((alert, expression) -> queries.add(new Query("alert " + alert, expression)));
    queries.removeIf(query -> isOfOtherPipelines(query.expression()));
    return queries;
  }

  /** Of those that are captured from the log, or mirrored. */
  private static boolean isOfOtherPipelines(String expression) {
    return expression.contains("cdc_log_") || expression.contains("job=\"mirrored\"");
  }

  private static Set<String> withoutData(Watched watched, List<Query> queries)
      throws IOException, InterruptedException {
    Set<String> none = new TreeSet<>();
    for (Query query : queries) {
      Set<String> parts =
          query.where().startsWith("alert ")
              ? Selectors.of(query.expression())
              : Set.of(query.expression());
      assertThat(parts).as(query.where()).isNotEmpty();
      for (String part : parts) {
        if (watched.prometheus().query(part).isEmpty()) {
          none.add(query.where());
        }
      }
    }
    return none;
  }
}
