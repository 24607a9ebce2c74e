package io.employeecdc.connect.debezium;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Contract;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Debezium's connector on a worker of Connect, with our transformation, on real servers. */
@Tag("servers")
@Tag("nightly")
class DebeziumTest {
  private static final String FORGED =
      "{\"op\": \"c\", \"after\": {\"emp_id\": 77}, \"source\": {\"table\": \"employees\"}}";

  @Test
  void every_kind_of_change_is_a_record_and_so_is_what_was_there_before() throws Exception {
    LogCapture capture = LogCapture.prepare("log_kinds", "EmployeeCDC");
    capture.source(
        "insert into employees (emp_id, first_name) select i, 'before' from generate_series(1, 50) i");
    capture.connect(Map.of());
    capture.awaitStreaming();
    try (Connection early = capture.connection();
        Statement inEarly = early.createStatement()) {
      early.setAutoCommit(false);
      inEarly.execute("update employees set city = 'early' where emp_id = 1");
      capture.source(
          "update employees set city = 'late' where emp_id = 2",
          "insert into employees select i, 'a', 'b', '1970-01-01', 'c', i from generate_series(100, 199) i",
          "delete from employees where emp_id between 100 and 120",
          "insert into employees (emp_id) values (100)",
          "update employees set emp_id = emp_id + 1000 where emp_id between 150 and 160",
          "do $$ begin for i in 1 .. 20 loop update employees set salary = i where emp_id = 3; end loop; end $$",
          "begin; insert into employees (emp_id) values (500); savepoint s;"
              + " update employees set city = 'gone' where emp_id = 4; rollback to s; commit");
      inEarly.execute("update employees set city = 'later' where emp_id = 1");
      early.commit();
    }
    capture.awaitEqual();
    requireOrder(capture);
  }

  @Test
  void values_at_the_edges_of_every_type_come_through_the_log_and_through_a_snapshot()
      throws Exception {
    LogCapture capture =
        LogCapture.prepare(
            "log_types",
            "EverythingCDC",
            "create extension citext",
            "create type mood as enum ('happy', 'so so')",
            "create type status as enum ('OPEN', 'CLOSED')");
    capture.source("alter table everything replica identity full");
    capture.source(edges(1, true));
    capture.connect(Map.of());
    capture.awaitStreaming();
    capture.source(edges(1000, false));
    capture.source("delete from everything where id = 1000");
    capture.awaitEqual();
    capture.source("update everything set id = id + 10000");
    capture.awaitEqual();
  }

  /** The rows of a COPY share places in the log, of which Debezium by itself would lose some. */
  @Test
  void a_worker_that_is_killed_amid_a_copy_loses_no_row_and_gives_no_second_id() throws Exception {
    LogCapture capture = LogCapture.prepare("log_killed", "EmployeeCDC");
    capture.connect(
        Map.of("snapshot.mode", "no_data", "max.batch.size", "7", "max.queue.size", "50"));
    capture.awaitStreaming();
    for (int round = 0; round < 3; round++) {
      int before = TopicCopy.read(capture.topic()).size();
      capture.copy(1 + round * 20_000, 20_000);
      capture
          .waiting("some rows of the COPY are there")
          .until(() -> TopicCopy.read(capture.topic()).size() > before + 1000);
      capture.worker().kill();
      capture.worker().start();
    }
    capture.awaitEqual();
    requireOrder(capture);
  }

  /** At a commit's end begins the next row that is written, whosever it is. */
  @Test
  void a_worker_that_is_killed_after_a_commit_amid_anothers_rows_loses_none_of_them()
      throws Exception {
    LogCapture capture = LogCapture.prepare("log_amid", "EmployeeCDC");
    capture.connect(Map.of("snapshot.mode", "no_data"));
    capture.awaitStreaming();
    capture.source("insert into employees (emp_id) select generate_series(1, 10)");
    try (Connection open = capture.connection();
        Statement inOpen = open.createStatement();
        Connection other = capture.connection();
        Statement inOther = other.createStatement()) {
      open.setAutoCommit(false);
      inOpen.execute("insert into employees (emp_id) values (11)");
      inOpen.execute("insert into employees (emp_id) values (12)");
      inOther.execute("insert into employees (emp_id) values (13)");
      String end = capture.ask("select pg_current_wal_insert_lsn()");
      inOpen.execute("insert into employees (emp_id) values (14)");
      String noted =
          "select confirmed_flush_lsn >= '%s' from pg_replication_slots where slot_name = '%s'"
              .formatted(end, capture.name());
      capture.waiting("a heartbeat says so").until(() -> capture.ask(noted), "t"::equals);
      capture.worker().kill();
      inOpen.execute("insert into employees (emp_id) values (15)");
      open.commit();
    }
    capture.worker().start();
    capture.awaitEqual();
  }

  /** Which a move from triggers to the log relies on. */
  @Test
  void a_connector_without_a_snapshot_begins_where_its_slot_was_made() throws Exception {
    LogCapture capture = LogCapture.prepare("log_slot", "EmployeeCDC");
    capture.ask("select pg_create_logical_replication_slot('log_slot', 'pgoutput')");
    capture.source(
        "insert into employees (emp_id) select generate_series(1, 50)",
        "delete from employees where emp_id <= 10");
    capture.connect(Map.of("snapshot.mode", "no_data"));
    capture.awaitEqual();
  }

  /** Rows that no event speaks of, beside others that change meanwhile. */
  @ParameterizedTest
  @ValueSource(strings = {"incremental", "blocking"})
  void a_snapshot_that_is_asked_for_while_the_log_is_read_fills_in_what_is_missing(String type)
      throws Exception {
    LogCapture capture =
        LogCapture.prepare(
            "log_" + type, "EmployeeCDC", "create table signals (id text, type text, data text)");
    capture.source(
        "alter publication log add table signals",
        "insert into employees (emp_id) select generate_series(1, 5000)");
    capture.connect(
        Map.of(
            "snapshot.mode",
            "no_data",
            "signal.data.collection",
            "public.signals",
            "transforms.contract.other.tables",
            "signals"));
    capture.awaitStreaming();
    capture.source(
        "insert into signals values ('1', 'execute-snapshot', '{\"data-collections\": [\"public.employees\"], \"type\": \"%s\"}')"
            .formatted(type));
    for (int i = 1; i <= 200; i++) {
      capture.source(
          "update employees set salary = %1$d where emp_id = 20 * %1$d".formatted(i),
          "delete from employees where emp_id = 4000 + 3 * %d".formatted(i));
    }
    capture.awaitEqual();
    assertThat(TopicCopy.read(capture.topic()))
        .filteredOn(record -> record.value() != null)
        .map(record -> TopicCopy.decode(capture.contract().table(), record.value()))
        .filteredOn(change -> TopicCopy.actionId(change) == 1)
        .hasSizeGreaterThan(4000);
  }

  /** Its rows are in the log before it waits, and what it waits for is committed before it. */
  @Test
  void a_copy_that_waits_for_the_deletes_of_its_keys_loses_no_row() throws Exception {
    LogCapture capture = LogCapture.prepare("log_waits", "EmployeeCDC");
    capture.source("insert into employees (emp_id) values (1), (2)");
    capture.connect(Map.of());
    capture.awaitStreaming();
    CompletableFuture<Void> copy;
    try (Connection first = capture.connection();
        Statement inFirst = first.createStatement()) {
      first.setAutoCommit(false);
      inFirst.execute("delete from employees where emp_id = 1");
      copy = CompletableFuture.runAsync(() -> copyTwo(capture));
      await("the COPY waits")
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  capture.ask(
                      "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"),
              "1"::equals);
      capture.source("delete from employees where emp_id = 2");
      first.commit();
    }
    copy.get(30, TimeUnit.SECONDS);
    assertThat(capture.ask("select count(*) from employees")).isEqualTo("2");
    capture.awaitEqual();
    requireOrder(capture);
  }

  private static void copyTwo(LogCapture capture) {
    try {
      capture.copy(1, 2);
    } catch (SQLException | IOException e) {
      throw new CompletionException(e);
    }
  }

  @Test
  void an_unchanged_value_that_is_stored_apart_ends_the_task_unless_the_log_has_whole_rows()
      throws Exception {
    LogCapture capture =
        LogCapture.prepare(
            "log_toast",
            "EverythingCDC",
            "create extension citext",
            "create type mood as enum ('happy', 'so so')",
            "create type status as enum ('OPEN', 'CLOSED')");
    capture.connect(Map.of("snapshot.mode", "no_data"));
    capture.awaitStreaming();
    String large = "(select string_agg(md5(i::text), '') from generate_series(1, 2000) i)";
    capture.source(
        "insert into everything (id, a_text) values (1, %s)".formatted(large),
        "update everything set an_int4 = 1");
    assertThat(capture.awaitFailure())
        .contains("what was written to a_text of everything")
        .contains("alter table everything replica identity full");
    capture.source("alter table everything replica identity full");
    capture.connect(Map.of("errors.tolerance", "all"));
    capture.awaitRunning();
    capture.source("update everything set an_int4 = 2");
    capture.awaitEqual();
  }

  /** Whoever may connect may write messages into the log, which Debezium makes events of. */
  @Test
  void a_strangers_messages_in_the_log_are_no_changes_and_stop_nothing() throws Exception {
    LogCapture capture = LogCapture.prepare("log_messages", "EmployeeCDC");
    capture.asSuperuser("create role messenger login password 'of-messengers'");
    capture.connect(Map.of());
    capture.awaitStreaming();
    capture.source("insert into employees (emp_id) values (1)");
    try (Connection stranger = capture.connection("messenger", "of-messengers");
        Statement asStranger = stranger.createStatement()) {
      for (String transactional : List.of("true", "false")) {
        for (String prefix : List.of("", "public.employees", capture.topic(), "__debezium")) {
          asStranger.execute(
              "select pg_logical_emit_message(%s, '%s', '%s')"
                  .formatted(transactional, prefix, FORGED));
        }
        asStranger.execute(
            "select pg_logical_emit_message(%s, 'large', repeat('x', 40000000))"
                .formatted(transactional));
      }
    }
    capture.source("insert into employees (emp_id) values (2)");
    capture.awaitEqual();
    capture.worker().kill();
    capture.worker().start();
    capture.source("insert into employees (emp_id) values (3)");
    capture.awaitEqual();
    requireOrder(capture);
  }

  /** Columns with values that Debezium does not say, or says wrongly, in a snapshot or at all. */
  private static boolean isCarried(String column, String value, boolean inSnapshot) {
    return switch (column) {
      case "a_date" -> !inSnapshot || !value.matches(".*(infinity|BC).*|'0001-.*");
      case "dates", "timestamps" -> !value.contains("infinity");
      case "times" -> value.equals("'{}'");
      case "an_xml" -> !value.contains("encoding");
      case "statuses" -> !value.contains("NULL");
      default -> true;
    };
  }

  /** A row for each, from an id on. */
  private static String[] edges(int firstId, boolean inSnapshot) throws IOException {
    List<String> rows = new ArrayList<>();
    for (String line : new String(values(), UTF_8).lines().skip(1).toList()) {
      String[] parts = line.split(" \\| ", -1);
      for (String value : List.of(parts).subList(1, parts.length)) {
        if (isCarried(parts[0], value, inSnapshot)) {
          rows.add(
              "insert into everything (id, \"%s\") values (%d, %s)"
                  .formatted(parts[0], firstId + rows.size(), value));
        }
      }
    }
    return rows.toArray(String[]::new);
  }

  private static byte[] values() throws IOException {
    try (InputStream stream =
        Contract.class.getResourceAsStream("/released/EverythingCDC/values.txt")) {
      return stream.readAllBytes();
    }
  }

  /** In each partition a row's new ids grow, and what comes again is what came before. */
  private static void requireOrder(LogCapture capture) {
    CapturedTable table = capture.contract().table();
    Map<String, Long> newest = new HashMap<>();
    Map<String, Set<IndexedRecord>> seen = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : TopicCopy.read(capture.topic())) {
      if (record.value() == null) {
        continue;
      }
      String key = new String(record.key(), UTF_8);
      IndexedRecord change = TopicCopy.decode(table, record.value());
      if (seen.computeIfAbsent(key, k -> new HashSet<>()).add(change)) {
        Long before = newest.put(key, TopicCopy.actionId(change));
        assertThat(before == null || before < TopicCopy.actionId(change)).as(key).isTrue();
      }
    }
  }
}
