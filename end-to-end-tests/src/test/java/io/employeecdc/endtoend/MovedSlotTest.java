package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

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
      LogExporter exporter = LogExporter.start(pipeline);
      pipeline.source("insert into employees (emp_id) select generate_series(1, 100)");
      pipeline.awaitEqual();
      exporter.awaitReady();

      pipeline.capture.connector().stop();
      pipeline.awaitUnread();
      pipeline.source("update employees set city = 'passed over' where emp_id <= 10");
      moveOn(pipeline);
      pipeline.capture.connector().resume();
      pipeline.capture.connector().awaitRunning();
      pipeline.source("update employees set city = 'later' where emp_id > 90");
      exporter.awaitLost("see 'A slot that is lost'");
      assertThat(pipeline.local.verify().equal()).isFalse();

      // It has to see that the offsets are reset, for which a person gives it time.
      pipeline.capture.connector().reset();
      exporter.awaitStopped();
      pipeline.replaceSlot();
      pipeline.awaitEqual();
      exporter.awaitReady();
    }
  }

  /** Nothing is written that Connect could note, so Debezium has nothing to compare. */
  @Test
  void a_slot_that_is_made_again_before_anything_has_been_noted_counts_as_lost() throws Exception {
    try (LoggedPipeline pipeline = new LoggedPipeline("made_again")) {
      pipeline.capture.prepare();
      pipeline.capture.connect(Map.of("heartbeat.interval.ms", "600000"));
      pipeline.start(pipeline.consumer);
      LogExporter exporter = LogExporter.start(pipeline);
      exporter.awaitReady();
      pipeline.local.stack().connect().kill();
      pipeline.awaitUnread();
      pipeline.dropSlot();
      pipeline.source("insert into employees (emp_id) values (1)");
      pipeline.makeSlotAgain();
      pipeline.local.stack().connect().start();
      exporter.awaitLost("see 'A slot that is lost'");
    }
  }

  private static void moveOn(LoggedPipeline pipeline) throws Exception {
    String unused =
        pipeline.ask(
            "select pg_replication_slot_advance('%s', pg_current_wal_lsn())"
                .formatted(pipeline.capture.name()));
  }
}
