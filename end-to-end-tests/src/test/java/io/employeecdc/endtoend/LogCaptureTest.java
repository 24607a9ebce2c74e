package io.employeecdc.endtoend;

import static io.employeecdc.endtoend.LoggedPipeline.ofPage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.faults.Workload;
import io.employeecdc.localstack.Connector;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.operations.verify.VerifyResult.Kind;
import io.employeecdc.runtime.peers.Meters;
import io.employeecdc.runtime.peers.Meters.Series;
import io.employeecdc.workbench.run.Flow;
import java.io.StringReader;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** Whole pipelines by the log, by the steps of docs/capture.md, while applications write. */
@Tag("servers")
@Tag("nightly")
@SuppressWarnings("try")
class LogCaptureTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @Test
  void a_pipeline_is_moved_from_triggers_to_the_log_and_back_as_the_page_says() throws Exception {
    try (LoggedPipeline pipeline = new LoggedPipeline("moved")) {
      pipeline.local.setUp();
      JavaService producer = pipeline.startProducer("producer");
      pipeline.start(pipeline.consumer);
      try (Workload unused = pipeline.load(1852)) {
        pipeline.awaitApplied(500);
        String after = toTheLog(pipeline, producer);
        pipeline.awaitApplied(500);
        back(pipeline, after);
        pipeline.awaitApplied(500);
      }
      pipeline.awaitEqual();
    }
  }

  @Test
  void the_way_back_comes_to_its_end_where_nobody_writes() throws Exception {
    try (LoggedPipeline pipeline = new LoggedPipeline("back")) {
      pipeline.local.setUp();
      pipeline.source(ofPage("alter table employees disable trigger"));
      pipeline.capture.makeSlot();
      pipeline.capture.makeHeartbeats();
      pipeline.capture.connect(Map.of());
      pipeline.start(pipeline.consumer);
      pipeline.source("insert into employees (emp_id) values (1)");
      pipeline.awaitEqual();
      back(pipeline, "0");
      pipeline.source("insert into employees (emp_id) values (2)");
      pipeline.awaitEqual();
    }
  }

  private static String toTheLog(LoggedPipeline pipeline, JavaService producer) throws Exception {
    String after = pipeline.ask(ofPage("select last_value + 1000000000"));
    pipeline.capture.makeSlot();
    double slotMade = Double.parseDouble(pipeline.ask("select extract(epoch from now())"));
    pipeline
        .waiting("what came before the slot is published")
        .until(() -> publishedThrough(producer) > slotMade);
    pipeline.stop(producer);
    pipeline.source(ofPage("alter table employees disable trigger"));
    pipeline.source("delete from emp_cdc");
    pipeline.capture.makeHeartbeats();
    pipeline.capture.connect(Map.of("transforms.contract.action.id.after", after));
    return after;
  }

  private static void back(LoggedPipeline pipeline, String after) throws Exception {
    String unused = pipeline.ask(ofPage("select setval").replace("AFTER", after));
    pipeline.local.setUp();
    String noted = pipeline.ask(ofPage("select pg_logical_emit_message"));
    pipeline
        .waiting("the slot is past the triggers")
        .until(
            () ->
                pipeline.ask(
                    "select confirmed_flush_lsn > '%s' from pg_replication_slots where slot_name = '%s'"
                        .formatted(noted, pipeline.capture.name())),
            "t"::equals);
    pipeline.capture.connector().delete();
    pipeline.capture.dropSlot();
    JavaService again = pipeline.startProducer("producer_again");
    assertThat(again.alive()).isTrue();
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
      JavaService producer = pipeline.startProducer("producer");
      pipeline.start(pipeline.consumer);
      pipeline.capture.makeSlot();
      pipeline.capture.makeHeartbeats();
      pipeline.capture.connect(Map.of("transforms.contract.action.id.after", "1000000000"));
      try (Workload unused = pipeline.load(1815)) {
        pipeline.awaitApplied(2000);
      }
      pipeline.awaitEqual();
      pipeline.stop(producer);
    }
  }

  @Test
  void connect_is_killed_and_the_connector_made_anew_amid_all_that_shares_places_in_the_log()
      throws Exception {
    try (LoggedPipeline pipeline = new LoggedPipeline("killed")) {
      LogWitness witness = pipeline.startFromLog();
      CompletableFuture<Void> copy;
      try (Workload unused = pipeline.load(1837)) {
        copy = CompletableFuture.runAsync(() -> copy(pipeline));
        for (int kill = 0; kill < 4; kill++) {
          pipeline.awaitApplied(2000);
          pipeline.local.stack().connect().kill();
          prepare(pipeline, 90_000_000 + kill);
          pipeline.local.stack().connect().start();
          pipeline.source("commit prepared 'p%d'".formatted(90_000_000 + kill));
        }
        pipeline.capture.connector().delete();
        pipeline.capture.connect(Map.of());
        copy.join();
      }
      Flow flow = pipeline.awaitEqual();
      assertThat(witness.check(flow)).as("records that came again").isPositive();
    }
  }

  /** A row in a transaction with a savepoint that is taken back. */
  private static void prepare(LoggedPipeline pipeline, int id) throws Exception {
    pipeline.source(
        "begin; insert into employees (emp_id) values (%1$d); savepoint s; update employees set city = '%2$s' where emp_id = %1$d; rollback to s; prepare transaction 'p%1$d'"
            .formatted(id, Workload.ROLLED_BACK));
  }

  @Test
  void a_slot_that_was_lost_ends_the_task_and_is_replaced_as_the_page_says() throws Exception {
    try (LoggedPipeline pipeline = new LoggedPipeline("lost")) {
      LogWitness unused = pipeline.startFromLog();
      pipeline.source("insert into employees (emp_id) select generate_series(1, 1000)");
      pipeline.source("update employees set city = 'before'");
      pipeline.awaitEqual();
      Connector connector = pipeline.capture.connector();
      pipeline.local.stack().connect().kill();
      pipeline.awaitUnread();
      pipeline.dropSlot();
      pipeline.source("update employees set city = 'meanwhile' where emp_id <= 500");
      pipeline.source("delete from employees where emp_id = 1000");
      pipeline.makeSlotAgain();
      pipeline.local.stack().connect().start();
      awaitLost(connector);

      pipeline.replaceSlot();
      pipeline.source("update employees set city = 'later' where emp_id > 900");
      pipeline
          .waiting("only what was deleted differs")
          .until(pipeline.local::verify, result -> result.differences() == 1);
      assertThat(pipeline.local.verify().of(Kind.EXTRA).count()).isEqualTo(1);
      pipeline.source("insert into employees (emp_id) values (1000)");
      pipeline.source("delete from employees where emp_id = 1000");
      pipeline.awaitEqual();
    }
  }

  private static void awaitLost(Connector connector) {
    await("the task ends")
        .atMost(LIMIT)
        .until(connector::failure, why -> why.contains("is no longer available on the server"));
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
