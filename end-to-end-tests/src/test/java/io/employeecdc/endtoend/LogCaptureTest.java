package io.employeecdc.endtoend;

import static io.employeecdc.endtoend.LoggedPipeline.ofPage;
import static io.employeecdc.endtoend.LoggedPipeline.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.JavaService;
import io.employeecdc.runtime.peers.Meters;
import io.employeecdc.runtime.peers.Meters.Series;
import io.employeecdc.workbench.run.Services;
import java.io.StringReader;
import java.sql.Connection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** Whole pipelines by the log, while an application writes. */
@Tag("servers")
@Tag("nightly")
class LogCaptureTest {
  @Test
  void a_pipeline_is_moved_from_triggers_to_the_log_and_back_as_the_page_says() throws Exception {
    try (LoggedPipeline pipeline = new LoggedPipeline("moved")) {
      pipeline.local.setUp();
      JavaService producer = Services.producer(pipeline.local, "producer_moved", Map.of());
      producer.start();
      pipeline.consumer.start();
      CompletableFuture<Void> load = pipeline.load();
      pipeline.awaitApplied(1000);

      String after = pipeline.ask(ofPage("select last_value + 1000000000"));
      pipeline.capture.makeSlot();
      double slotMade = Double.parseDouble(pipeline.ask("select extract(epoch from now())"));
      waiting("what came before the slot is published")
          .until(() -> publishedThrough(producer) > slotMade);
      producer.stop();
      pipeline.source(ofPage("alter table employees disable trigger"));
      pipeline.source("delete from emp_cdc");
      pipeline.capture.makeHeartbeats();
      pipeline.capture.connect(Map.of("transforms.contract.action.id.after", after));
      pipeline.awaitApplied(2000);

      pipeline.ask(ofPage("select setval").replace("AFTER", after));
      pipeline.local.setUp();
      String noted = pipeline.ask("select pg_current_wal_lsn()");
      waiting("the slot is past the triggers")
          .until(
              () ->
                  pipeline.ask(
                      "select confirmed_flush_lsn > '%s' from pg_replication_slots where slot_name = '%s'"
                          .formatted(noted, pipeline.capture.name())),
              "t"::equals);
      pipeline.capture.connector().delete();
      pipeline.capture.dropSlot();
      JavaService again = Services.producer(pipeline.local, "producer_moved_back", Map.of());
      again.start();
      pipeline.awaitApplied(1000);
      pipeline.endLoad(load);
      pipeline.awaitEqual();
      again.stop();
    }
  }

  private static double publishedThrough(JavaService producer) {
    return Meters.of(producer.port()).series("cdc_published_through_timestamp_seconds").stream()
        .mapToDouble(Series::value)
        .max()
        .orElse(0);
  }

  @Test
  void a_consumer_that_is_fed_by_both_ways_at_once_turns_nothing_back() throws Exception {
    try (LoggedPipeline pipeline = new LoggedPipeline("both")) {
      pipeline.local.setUp();
      JavaService producer = Services.producer(pipeline.local, "producer_both", Map.of());
      producer.start();
      pipeline.consumer.start();
      pipeline.capture.makeSlot();
      pipeline.capture.makeHeartbeats();
      pipeline.capture.connect(Map.of("transforms.contract.action.id.after", "1000000000"));
      CompletableFuture<Void> load = pipeline.load();
      pipeline.awaitApplied(5000);
      pipeline.endLoad(load);
      pipeline.awaitEqual();
      producer.stop();
    }
  }

  @Test
  void connect_is_killed_and_the_connector_made_anew_amid_all_that_shares_places_in_the_log()
      throws Exception {
    try (LoggedPipeline pipeline = new LoggedPipeline("killed")) {
      pipeline.capture.prepare();
      pipeline.capture.connect(Map.of());
      pipeline.consumer.start();
      CompletableFuture<Void> load = pipeline.load();
      CompletableFuture<Void> copy = CompletableFuture.runAsync(() -> copy(pipeline));
      for (int kill = 0; kill < 4; kill++) {
        pipeline.awaitApplied(3000L * (kill + 1));
        pipeline.local.stack().connect().kill();
        pipeline.source(
            "begin; insert into employees (emp_id) values (%1$d); savepoint s; update employees set city = 'gone'; rollback to s; prepare transaction 'p%1$d'"
                .formatted(90_000_000 + kill));
        pipeline.local.stack().connect().start();
        pipeline.source("commit prepared 'p%d'".formatted(90_000_000 + kill));
      }
      pipeline.capture.connector().delete();
      pipeline.capture.connect(Map.of());
      copy.join();
      pipeline.endLoad(load);
      pipeline.awaitEqual();
    }
  }

  @Test
  void a_slot_that_is_lost_is_made_anew_as_the_page_says() throws Exception {
    try (LoggedPipeline pipeline = new LoggedPipeline("lost")) {
      pipeline.capture.prepare();
      pipeline.capture.connect(Map.of());
      pipeline.consumer.start();
      pipeline.source("insert into employees (emp_id) select generate_series(1, 1000)");
      pipeline.awaitEqual();
      pipeline.capture.connector().reset();
      pipeline.capture.dropSlot();
      pipeline.source("update employees set city = 'meanwhile' where emp_id <= 500");

      String after = pipeline.ask(ofPage("AFTER + 1024 * (pg").replace("AFTER", "select 0"));
      pipeline.capture.makePublication();
      pipeline.capture.connector().resume();
      pipeline.capture.connect(
          Map.of("snapshot.mode", "initial", "transforms.contract.action.id.after", after));
      pipeline.source("update employees set city = 'later' where emp_id > 900");
      pipeline.awaitEqual();
    }
  }

  /** All of its rows share a few places in the log. */
  private static void copy(LoggedPipeline pipeline) {
    String rows =
        IntStream.range(50_000_000, 50_200_000)
            .mapToObj(id -> id + "\tcopied\n")
            .collect(Collectors.joining());
    try (Connection connection = pipeline.local.connectSource()) {
      long copied =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn("copy employees (emp_id, first_name) from stdin", new StringReader(rows));
      assertThat(copied).isEqualTo(200_000);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
