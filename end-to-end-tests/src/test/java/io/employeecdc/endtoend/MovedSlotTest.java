package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.JavaService;
import io.employeecdc.runtime.peers.Meters;
import io.employeecdc.runtime.peers.ServiceAnswer.Running;
import io.employeecdc.runtime.peers.ServiceProbe;
import io.employeecdc.workbench.run.Services;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A slot that somebody moves past what it has not sent, of which the connector notices nothing. */
@Tag("servers")
@Tag("nightly")
class MovedSlotTest {
  @Test
  void a_slot_that_is_moved_on_by_hand_counts_as_lost_until_it_is_replaced_as_the_page_says()
      throws Exception {
    try (LoggedPipeline pipeline = new LoggedPipeline("moved_on")) {
      pipeline.capture.prepare();
      pipeline.capture.connect(Map.of());
      pipeline.start(pipeline.consumer);
      JavaService exporter = startExporter(pipeline);
      pipeline.source("insert into employees (emp_id) select generate_series(1, 100)");
      pipeline.awaitEqual();
      awaitReady(pipeline, exporter);

      pipeline.capture.connector().stop();
      pipeline.awaitUnread();
      pipeline.source("update employees set city = 'passed over' where emp_id <= 10");
      moveOn(pipeline);
      pipeline.capture.connector().resume();
      pipeline.capture.connector().awaitRunning();
      pipeline.source("update employees set city = 'later' where emp_id > 90");
      awaitLost(pipeline, exporter);
      assertThat(pipeline.local.verify().equal()).isFalse();

      pipeline.replaceSlot();
      pipeline.awaitEqual();
      awaitReady(pipeline, exporter);
    }
  }

  /** Nothing is written that Connect could note, so Debezium has nothing to compare. */
  @Test
  void a_slot_that_is_made_again_before_anything_has_been_noted_counts_as_lost() throws Exception {
    try (LoggedPipeline pipeline = new LoggedPipeline("made_again")) {
      pipeline.capture.prepare();
      pipeline.capture.connect(Map.of("heartbeat.interval.ms", "600000"));
      pipeline.start(pipeline.consumer);
      JavaService exporter = startExporter(pipeline);
      awaitReady(pipeline, exporter);
      pipeline.local.stack().connect().kill();
      pipeline.awaitUnread();
      pipeline.dropSlot();
      pipeline.source("insert into employees (emp_id) values (1)");
      pipeline.makeSlotAgain();
      pipeline.local.stack().connect().start();
      awaitLost(pipeline, exporter);
    }
  }

  private static JavaService startExporter(LoggedPipeline pipeline) {
    JavaService exporter = Services.logExporter(pipeline.local, pipeline.capture);
    pipeline.start(exporter);
    return exporter;
  }

  private static void moveOn(LoggedPipeline pipeline) throws Exception {
    String unused =
        pipeline.ask(
            "select pg_replication_slot_advance('%s', pg_current_wal_lsn())"
                .formatted(pipeline.capture.name()));
  }

  private static void awaitReady(LoggedPipeline pipeline, JavaService exporter) {
    pipeline
        .waiting("the exporter finds nothing wrong")
        .until(() -> problem(exporter), String::isEmpty);
    assertThat(lost(exporter)).isZero();
  }

  private static void awaitLost(LoggedPipeline pipeline, JavaService exporter) {
    pipeline
        .waiting("the exporter says so")
        .until(() -> problem(exporter), why -> why.contains("see 'A slot that is lost'"));
    assertThat(lost(exporter)).isEqualTo(1);
  }

  private static String problem(JavaService exporter) {
    return ServiceProbe.ask("127.0.0.1:" + exporter.port()).join() instanceof Running running
        ? running.problem().orElse("")
        : "it does not answer";
  }

  private static long lost(JavaService exporter) {
    return Meters.of(exporter.port()).count("cdc_log_slot_lost");
  }
}
