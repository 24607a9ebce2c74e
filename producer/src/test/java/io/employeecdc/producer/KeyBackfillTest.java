package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.producer.backfill.KeyBackfill;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class KeyBackfillTest {
  private static final long SEED = Long.getLong("test.seed", System.nanoTime());
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String CAPTURED =
      "select action || ' ' || emp_id || ' ' || coalesce(city, '') from emp_cdc"
          + " where action in ('SNAPSHOT', 'DELETE') order by action_id";

  @Test
  void sends_rows_that_are_there_and_deletes_those_that_are_not() throws Exception {
    SourceDatabase source = SourceDatabase.migrated("key_backfill");
    source.execute("insert into employees (emp_id, city) values (-3, 'Oslo'), (7, 'Bergen')");
    try (HikariDataSource pool = source.pool()) {
      KeyBackfill backfill = new KeyBackfill(pool, Contract.standard().versions());

      assertThat(backfill.send(keys(-3, 7, 8))).isEqualTo(2);
      assertThat(backfill.delete(keys(7, 8, 9), LONG)).isEqualTo(2);
    }
    assertThat(source.query(CAPTURED))
        .containsExactly("SNAPSHOT -3 Oslo", "SNAPSHOT 7 Bergen", "DELETE 8 ", "DELETE 9 ");
  }

  @Test
  void a_delete_gives_up_behind_a_transaction_that_stays_open_and_writes_nothing()
      throws Exception {
    SourceDatabase source = SourceDatabase.migrated("key_backfill_locked");
    try (HikariDataSource pool = source.pool();
        Connection writer = source.connect();
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute("insert into employees (emp_id) values (8)");

      KeyBackfill backfill = new KeyBackfill(pool, Contract.standard().versions());
      assertThatThrownBy(() -> backfill.delete(keys(8), Duration.ofMillis(50)))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("55P03"));

      writer.commit();
      assertThat(backfill.delete(keys(8), LONG)).isZero();
    }
    assertThat(source.query(CAPTURED)).isEmpty();
  }

  @Test
  void a_source_whose_default_is_repeatable_read_is_sent_beside_writers_all_the_same()
      throws Exception {
    SourceDatabase source = SourceDatabase.migrated("key_backfill_repeatable");
    source.asSuperuser(
        "do $$ begin execute format('alter database %I set default_transaction_isolation ="
            + " ''repeatable read''', current_database()); end $$");
    source.execute("insert into employees (emp_id, city) values (7, 'Bergen')");
    try (HikariDataSource pool = source.pool();
        Connection writer = source.connect();
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute("update employees set city = 'Oslo' where emp_id = 7");
      CompletableFuture<Long> sent =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return (long) new KeyBackfill(pool, Contract.standard().versions()).send(keys(7));
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      await()
          .until(
              () ->
                  source
                      .query("select count(*)::text from pg_locks where not granted")
                      .equals(List.of("1")));

      writer.commit();

      assertThat(sent.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    }
    assertThat(source.query(CAPTURED)).containsExactly("SNAPSHOT 7 Oslo");
  }

  /** Without the lock, deletes come behind inserts that they did not see. */
  @Test
  void beside_live_traffic_each_delete_has_its_right_place() throws Exception {
    Pipe pipe = Pipe.create("live_key_backfill");
    List<List<Object>> keys = keys(IntStream.rangeClosed(1, 2000).toArray());
    try (HikariDataSource pool = pipe.source().pool();
        RunningProducer producer = pipe.produce(500)) {
      KeyBackfill backfill = new KeyBackfill(pool, Contract.standard().versions());
      try (Writers writers = Writers.start(pipe.source(), 8, SEED)) {
        pipe.topic().readUntil(records -> records.size() > 300);
        for (int time = 0; time < 20; time++) {
          assertThat(backfill.send(keys)).isPositive();
          assertThat(backfill.delete(keys, LONG)).isPositive();
        }
        assertThat(writers.commits()).isPositive();
      }
      pipe.untilCaughtUp();
      assertThat(producer.end()).isNotDone();
    }
    Published.keepsThePromise(pipe);
  }

  private static List<List<Object>> keys(int... keys) {
    return IntStream.of(keys).mapToObj(key -> List.<Object>of(key)).toList();
  }
}
