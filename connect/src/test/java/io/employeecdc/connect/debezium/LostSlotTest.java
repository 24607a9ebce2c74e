package io.employeecdc.connect.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A slot that is lost while little has been published, and made again. */
@Tag("servers")
@Tag("nightly")
class LostSlotTest {
  /** Of the log nothing has been published, so no commit says how far. */
  @Test
  void a_slot_that_is_lost_after_a_snapshot_alone_is_noticed() throws Exception {
    LogCapture capture = LogCapture.prepare("log_lost_early", "EmployeeCDC");
    capture.source("insert into employees (emp_id) values (1)");
    capture.connect(Map.of("heartbeat.interval.ms", "600000"));
    capture.awaitEqual();
    requireLossIsNoticed(capture);
  }

  @Test
  void a_slot_that_is_lost_after_one_transaction_is_noticed() throws Exception {
    LogCapture capture = LogCapture.prepare("log_lost_first", "EmployeeCDC");
    capture.connect(Map.of("snapshot.mode", "no_data", "heartbeat.interval.ms", "600000"));
    capture.awaitStreaming();
    capture.source("insert into employees (emp_id) values (1)");
    capture.awaitEqual();
    requireLossIsNoticed(capture);
  }

  /** Somebody makes it again, who only wants the task to run. */
  private static void requireLossIsNoticed(LogCapture capture) throws Exception {
    capture.worker().kill();
    capture.ask(
        "select pg_terminate_backend(active_pid, 10000) from pg_replication_slots where slot_name = '%s'"
            .formatted(capture.name()));
    capture.ask("select pg_drop_replication_slot('%s')".formatted(capture.name()));
    capture.source("update employees set city = 'lost'");
    capture.ask(
        "select pg_create_logical_replication_slot('%s', 'pgoutput')".formatted(capture.name()));
    capture.worker().start();
    assertThat(capture.awaitFailure()).contains("no longer available on the server");
  }
}
