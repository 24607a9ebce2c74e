package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.contract.SampleEmployee;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.producer.backfill.Backfill;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class BackfillTest {
  private static final long SEED = Long.getLong("test.seed", System.nanoTime());

  @Test
  void rows_that_were_there_before_the_triggers_are_captured_as_snapshot_once() throws Exception {
    SourceDatabase source = SourceDatabase.empty("before_triggers");
    source.execute(
        SampleEmployee.TABLE,
        "insert into employees values (-5, 'Ada', null, '1815-12-10', 'London', 1)",
        "insert into employees (emp_id) values (2147483646), (-2147483648), (7)");
    source.migrate();
    Pipe pipe = Pipe.over("before_triggers", source);
    try (HikariDataSource pool = source.pool();
        RunningProducer producer = pipe.produce()) {
      Backfill backfill = new Backfill(pool, Contract.standard().versions(), 2);

      assertThat(backfill.runUnfinished(rows -> {})).isEqualTo(4);
      assertThat(backfill.runUnfinished(rows -> {})).isZero();

      assertThat(pipe.untilCaughtUp())
          .extracting(Change::text)
          .containsExactlyInAnyOrder(
              "SNAPSHOT -5 Ada|null|1815-12-10|London|1",
              "SNAPSHOT 2147483646 null|null|null|null|null",
              "SNAPSHOT -2147483648 null|null|null|null|null",
              "SNAPSHOT 7 null|null|null|null|null");
      assertThat(producer.end()).isNotDone();
    }
  }

  @Test
  void a_range_of_keys_is_sent_again_on_request() throws Exception {
    SourceDatabase source = SourceDatabase.migrated("backfill_range");
    source.execute("insert into employees (emp_id) select g from generate_series(1, 10) g");
    try (HikariDataSource pool = source.pool()) {
      Backfill backfill = new Backfill(pool, Contract.standard().versions(), 2);
      backfill.request("3", "7");
      backfill.request(null, "2");
      backfill.request("9", null);

      assertThat(backfill.runUnfinished(rows -> {})).isEqualTo(9);
    }
    assertThat(source.query("select emp_id from emp_cdc where action = 'SNAPSHOT' order by 1"))
        .containsExactly("1", "2", "3", "4", "5", "6", "7", "9", "10");
  }

  @Test
  void an_interrupted_backfill_goes_on_where_it_was() throws Exception {
    SourceDatabase source = SourceDatabase.migrated("interrupted_backfill");
    source.execute("insert into employees (emp_id) select g from generate_series(1, 100) g");
    AtomicInteger chunks = new AtomicInteger();
    try (HikariDataSource pool = source.pool()) {
      Backfill backfill = new Backfill(pool, Contract.standard().versions(), 10);
      backfill.request(null, null);
      assertThatThrownBy(
              () ->
                  backfill.runUnfinished(
                      rows -> {
                        if (chunks.incrementAndGet() == 4) {
                          throw new IllegalStateException("interrupted");
                        }
                      }))
          .hasMessage("interrupted");

      assertThat(backfill.runUnfinished(rows -> chunks.incrementAndGet()))
          .describedAs("rows of this run")
          .isEqualTo(60);
    }
    assertThat(chunks).hasValue(10);
    List<String> all = IntStream.rangeClosed(1, 100).mapToObj(String::valueOf).toList();
    assertThat(source.query("select emp_id from emp_cdc where action = 'SNAPSHOT' order by emp_id"))
        .isEqualTo(all);
  }

  @Test
  void beside_live_traffic_each_copy_has_its_right_place() throws Exception {
    Pipe pipe = Pipe.create("live_backfill");
    try (HikariDataSource pool = pipe.source().pool();
        RunningProducer producer = pipe.produce(500)) {
      Backfill backfill = new Backfill(pool, Contract.standard().versions(), 50);
      try (Writers writers = Writers.start(pipe.source(), 8, SEED)) {
        pipe.topic().readUntil(records -> records.size() > 300);
        for (int time = 0; time < 5; time++) {
          backfill.request(null, null);
          assertThat(backfill.runUnfinished(rows -> {})).isPositive();
        }
        assertThat(writers.commits()).isPositive();
      }
      pipe.untilCaughtUp();
      assertThat(producer.end()).isNotDone();
    }
    Published.keepsThePromise(pipe);
  }
}
