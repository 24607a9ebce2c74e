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

  /** Debezium would take it once more, and read the log from there on. */
  @Test
  void a_first_snapshot_that_is_interrupted_passes_over_nothing_that_is_written_meanwhile()
      throws Exception {
    LogCapture capture = LogCapture.prepare("log_interrupted", "EmployeeCDC");
    capture.source("insert into employees (emp_id) select generate_series(1, 20000)");
    capture.connect(Map.of("max.batch.size", "50", "max.queue.size", "100"));
    capture
        .waiting("some rows are there")
        .until(() -> TopicCopy.read(capture.topic()).size(), count -> count > 500);
    capture.worker().kill();
    capture.source(
        "update employees set city = 'meanwhile' where emp_id <= 10",
        "delete from employees where emp_id between 11 and 20");
    capture.worker().start();
    assertThat(capture.awaitFailure()).contains("no longer available on the server");
  }

  /** There a server lets it begin that has noted, as it does every 15 s, that nobody writes. */
  @Test
  void a_slot_that_begins_where_the_last_commit_ends_is_not_taken_for_lost() throws Exception {
    LogCapture capture = LogCapture.prepare("log_idle", "EmployeeCDC");
    capture.connect(Map.of("snapshot.mode", "no_data"));
    capture.awaitStreaming();
    capture.source("insert into employees (emp_id) values (1)");
    String end = capture.ask("select pg_current_wal_insert_lsn()");
    String unused = capture.ask("select pg_log_standby_snapshot()");
    String noted =
        "select confirmed_flush_lsn >= '%s' from pg_replication_slots where slot_name = '%s'"
            .formatted(end, capture.name());
    capture.waiting("a heartbeat says so").until(() -> capture.ask(noted), "t"::equals);
    capture.connector().restart();
    capture.source("insert into employees (emp_id) values (2)");
    capture.awaitEqual();
  }

  /** There the server makes it, and lets it begin if no more is written while rows are read. */
  @Test
  void nor_is_one_that_begins_where_it_was_made_once_a_first_snapshot_is_whole() throws Exception {
    LogCapture capture = LogCapture.prepare("log_idle_first", "EmployeeCDC");
    capture.source("insert into employees (emp_id) values (1)");
    capture.connect(Map.of("snapshot.delay.ms", "5000"));
    String made =
        "select count(confirmed_flush_lsn) from pg_replication_slots where slot_name = '%s'"
            .formatted(capture.name());
    capture.waiting("the slot is made").until(() -> capture.ask(made), "1"::equals);
    String unused = capture.ask("select pg_log_standby_snapshot()");
    capture.awaitEqual();
    capture.awaitStreaming();
    capture.connector().restart();
    capture.source("insert into employees (emp_id) values (2)");
    capture.awaitEqual();
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
