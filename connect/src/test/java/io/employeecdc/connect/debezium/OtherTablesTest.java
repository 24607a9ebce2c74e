package io.employeecdc.connect.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tables beside the contract's, whose events are dropped and say in their offsets how far. */
@Tag("servers")
@Tag("nightly")
class OtherTablesTest {
  private static final int TRANSACTIONS = 30;

  /** Connect notes nothing of what is dropped, and a restart relies on what it has noted. */
  @Test
  void the_slot_never_passes_what_connect_has_noted_though_most_events_are_of_another_table()
      throws Exception {
    LogCapture capture =
        LogCapture.prepare(
            "log_others", "EmployeeCDC", "create table others (id int primary key, note text)");
    capture.source("alter publication log add table others");
    capture.connect(
        Map.of(
            "snapshot.mode",
            "no_data",
            "table.include.list",
            "public.employees,public.others",
            "transforms.contract.other.tables",
            "others"));
    capture.awaitStreaming();
    for (int round = 0; round < 3; round++) {
      for (int i = 1; i <= TRANSACTIONS; i++) {
        capture.source(
            ("insert into employees (emp_id) values (%1$d); insert into others values (%1$d, '')"
                    + "; insert into employees (emp_id) values (%1$d + 1000)")
                .formatted(round * TRANSACTIONS + i),
            "update others set note = 'another'");
        assertThat(confirmed(capture)).isLessThanOrEqualTo(noted(capture));
      }
      capture.worker().kill();
      capture.source("update others set note = 'while nobody reads'");
      capture.worker().start();
      capture.awaitEqual();
    }
  }

  /** Nothing else is sent until it is killed. */
  @Test
  void a_worker_that_is_killed_after_a_first_snapshot_that_ended_with_another_table_goes_on()
      throws Exception {
    LogCapture capture =
        LogCapture.prepare(
            "log_others_last", "EmployeeCDC", "create table others (id int primary key)");
    capture.source(
        "alter publication log add table others",
        "insert into employees (emp_id) values (1)",
        "insert into others values (1)");
    capture.connect(
        Map.of(
            "heartbeat.interval.ms",
            "600000",
            "table.include.list",
            "public.employees,public.others",
            "transforms.contract.other.tables",
            "others"));
    capture.awaitEqual();
    capture
        .waiting("the snapshot is whole")
        .until(
            () -> capture.connector().offsets().at("/offsets/0/offset/lsn_proc").asLong(),
            done -> done > 1);
    capture.worker().kill();
    capture.source("update employees set city = 'meanwhile'");
    capture.worker().start();
    capture.awaitEqual();
  }

  private static long confirmed(LogCapture capture) throws SQLException {
    return Long.parseLong(
        capture.ask(
            "select confirmed_flush_lsn - '0/0' from pg_replication_slots where slot_name = '%s'"
                .formatted(capture.name())));
  }

  /** As nothing has been noted before the first change, there is nothing to pass either. */
  private static long noted(LogCapture capture) {
    return capture.connector().offsets().at("/offsets/0/offset/lsn_commit").asLong(Long.MAX_VALUE);
  }
}
