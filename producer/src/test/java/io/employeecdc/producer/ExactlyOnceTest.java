package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.Postgres;
import io.employeecdc.localstack.TestStack;
import java.io.StringReader;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

@Tag("servers")
class ExactlyOnceTest {
  private static final long SEED = Long.getLong("test.seed", System.nanoTime());
  private static final long LOAD_MILLIS = Long.getLong("test.load.seconds", 5L) * 1000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void each_committed_change_is_in_the_topic_exactly_once_in_order_per_employee() throws Exception {
    Pipe pipe = Pipe.create("writers");
    try (RunningProducer producer = pipe.produce(200)) {
      try (Writers writers = Writers.start(pipe.source(), 16, SEED)) {
        load(LOAD_MILLIS);
        assertThat(writers.rollbacks()).isPositive();
        assertThat(writers.commits()).isGreaterThan(100);
      }
      pipe.untilCaughtUp();
      assertThat(producer.end()).isNotDone();
    }
    Published.keepsThePromise(pipe);
  }

  @Test
  void an_open_transaction_delays_only_its_own_rows() throws Exception {
    Pipe pipe = Pipe.create("open_transaction");
    pipe.source().execute("insert into employees (emp_id) values (1)");
    try (Connection early = pipe.source().connect();
        Statement slow = early.createStatement()) {
      early.setAutoCommit(false);
      slow.execute("update employees set city = 'slow' where emp_id = 1");
      try (RunningProducer producer = pipe.produce(500)) {
        for (int round = 0; round < 10; round++) {
          pipe.source()
              .execute(
                  "insert into employees (emp_id) select g from generate_series(%d, %d) g"
                      .formatted(1000 + round * 1500, 2499 + round * 1500));
          pipe.untilCaughtUp();
        }
        assertThat(pipe.changes()).noneMatch(change -> change.row().contains("slow"));
        assertThat(producer.loop().published().marks()).hasSizeBetween(2, 30);

        slow.execute("update employees set city = 'slower' where emp_id = 1");
        early.commit();
        pipe.untilCaughtUp();
      }
    }
    Published.keepsThePromise(pipe);
    assertThat(pipe.changes()).anyMatch(change -> change.row().contains("slower"));
  }

  /**
   * Three million ids were drawn while it was open, so it is found in the fourth slice of the
   * search.
   */
  @Test
  void what_a_very_long_transaction_has_left_is_searched_in_slices() throws Exception {
    Pipe pipe = Pipe.create("long_search");
    try (Connection early = pipe.source().connect();
        Statement slow = early.createStatement()) {
      early.setAutoCommit(false);
      slow.execute("insert into employees (emp_id) values (1)");
      pipe.source()
          .execute(
              "select setval('emp_cdc_action_id_seq', 3000000)",
              "insert into employees (emp_id) values (2)");
      slow.execute("insert into employees (emp_id) values (3)");
      try (RunningProducer producer = pipe.produce()) {
        assertThat(pipe.untilCaughtUp()).extracting(Change::employeeId).containsExactly(2);

        early.commit();

        assertThat(pipe.untilCaughtUp())
            .extracting(Change::employeeId)
            .containsExactlyInAnyOrder(1, 2, 3);
        assertThat(producer.oldestBacklog()).isLessThan(Duration.ofDays(1));
      }
    }
    Published.keepsThePromise(pipe);
  }

  /** A read brings half a chunk, so a whole one shows that reads share a transaction. */
  @Test
  void a_kafka_transaction_of_a_backlog_holds_a_chunk_and_no_more() throws Exception {
    Pipe pipe = Pipe.create("chunks");
    pipe.source().execute("insert into employees (emp_id) select generate_series(1, 2000)");
    try (RunningProducer producer = pipe.produce(100)) {
      pipe.untilCaughtUp();
      assertThat(producer.transactions()).allMatch(held -> held <= 100).contains(100L);
    }
    Published.keepsThePromise(pipe);
  }

  /** Red if a Kafka transaction is only committed when it is full. */
  @Tag("nightly")
  @Test
  void what_is_read_of_a_backlog_does_not_wait_for_a_source_that_is_slow() throws Exception {
    int changes = 400_000;
    Pipe pipe = Pipe.create("slow_source");
    pipe.source()
        .execute("insert into employees (emp_id) select generate_series(1, %d)".formatted(changes));
    try (Connection other = pipe.source().connect();
        Statement lock = other.createStatement()) {
      other.setAutoCommit(false);
      try (RunningProducer producer = pipe.produce(1_000_000)) {
        producer.awaitRead();
        producer.progress().waiting("Kafka");
        lock.execute("lock table emp_cdc in access exclusive mode");
        pipe.topic().readUntil(records -> !records.isEmpty());
        assertThat(pipe.topic().read()).hasSizeLessThan(changes);
        await().untilAsserted(() -> assertThat(producer.progress().problem()).isEmpty());
        other.rollback();
        pipe.untilCaughtUp();
      }
    }
    Published.keepsThePromise(pipe);
  }

  /** A broker refuses what is an hour ahead of its clock. */
  @Test
  void a_change_with_a_moment_in_the_future_is_published_like_any_other() throws Exception {
    Pipe pipe = Pipe.create("ahead");
    pipe.source()
        .execute(
            "insert into employees (emp_id) values (1)",
            "update emp_cdc set captured_at = now() + interval '2 days'");
    try (RunningProducer producer = pipe.produce()) {
      producer.awaitRound();
      assertThat(pipe.untilCaughtUp()).extracting(Change::employeeId).contains(1);
    }
    Published.keepsThePromise(pipe);
  }

  @Tag("nightly")
  @Test
  void a_producer_that_was_killed_goes_on_where_its_last_transaction_ended() throws Exception {
    Pipe pipe = Pipe.create("killed");
    SplittableRandom random = new SplittableRandom(SEED);
    JavaService producer = pipe.process("killed-producer", Map.of("CDC_CHUNK_SIZE", "50"));
    try (Writers writers = Writers.start(pipe.source(), 8, SEED)) {
      for (int kill = 0; kill < 3; kill++) {
        int before = pipe.topic().read().size();
        producer.start();
        pipe.topic().readUntil(records -> records.size() > before);
        load(random.nextInt(500));
        producer.kill();
      }
      assertThat(writers.commits()).isPositive();
    }
    producer.start();
    pipe.untilCaughtUp();
    producer.stop();

    Published.keepsThePromise(pipe);
    assertThat(Files.readString(producer.log()))
        .contains("producer stopped")
        .doesNotContain(pipe.source().settings().password());
  }

  @Test
  void a_source_that_was_stopped_is_waited_for_and_nothing_is_lost() throws Exception {
    Pipe pipe = Pipe.create("stopped_source");
    Postgres server = TestStack.shared().source();
    try (RunningProducer producer = pipe.produce(200)) {
      try (Writers writers = Writers.start(pipe.source(), 4, SEED)) {
        await().until(() -> writers.commits() > 20);
        for (int break_ = 0; break_ < 5; break_++) {
          terminateConnections(server, "stopped_source");
          load(200);
        }
        server.stop();
        server.start();
        int before = writers.commits();
        await().atMost(PATIENCE).until(() -> writers.commits() > before + 20);
      }
      pipe.untilCaughtUp();
      assertThat(producer.end()).isNotDone();
    }
    Published.keepsThePromise(pipe);
  }

  @Test
  void a_source_that_crashed_gives_transaction_ids_again_and_nothing_is_lost() throws Exception {
    Pipe pipe = Pipe.create("crashed_source");
    Postgres server = TestStack.shared().source();
    try (RunningProducer producer = pipe.produce()) {
      for (int crash = 0; crash < 2; crash++) {
        pipe.source().execute("insert into employees (emp_id) values (" + crash + ")");
        pipe.untilCaughtUp();
        try (Connection connection = pipe.source().connect();
            Statement statement = connection.createStatement()) {
          connection.setAutoCommit(false);
          for (int i = 0; i < 400; i++) {
            statement.execute("insert into employees (emp_id) values (1000)");
            connection.rollback();
          }
          producer.awaitRound();
          server.kill();
        }
        server.start();
        pipe.source().execute("update employees set salary = coalesce(salary, 0) + 1");
        assertThat(producer.end()).isNotDone();
        pipe.untilCaughtUp();
      }
      assertThat(producer.end()).isNotDone();
    }
    Published.keepsThePromise(pipe);
  }

  /** As on the way back from the log; searched a million at a time they would take days. */
  @Test
  void ids_that_no_change_has_are_passed_by() throws Exception {
    Pipe pipe = Pipe.create("set_forward");
    try (RunningProducer producer = pipe.produce()) {
      producer.awaitRound();
      pipe.source()
          .execute(
              "insert into employees (emp_id) values (1)",
              "select setval('emp_cdc_action_id_seq', 1125935712734341)",
              "insert into employees (emp_id) values (2)");
      assertThat(pipe.untilCaughtUp())
          .extracting(Change::employeeId)
          .containsExactlyInAnyOrder(1, 2);
    }
    Published.keepsThePromise(pipe);
  }

  @Test
  void a_copy_of_200_000_rows_in_one_transaction_arrives_in_small_chunks() throws Exception {
    Pipe pipe = Pipe.create("big_copy");
    String rows =
        IntStream.range(0, 200_000)
            .mapToObj(row -> row + ",First,Last,1990-01-01,City," + row + "\n")
            .collect(Collectors.joining());
    try (RunningProducer producer = pipe.produce(5000)) {
      try (Connection connection = pipe.source().connect()) {
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn(
                "copy employees (emp_id, first_name, last_name, dob, city, salary) from stdin with (format csv)",
                new StringReader(rows));
      }
      pipe.source().execute("insert into employees (emp_id) values (-1)");
      pipe.untilCaughtUp();
      assertThat(producer.end()).isNotDone();
    }
    List<Long> ids = pipe.changes().stream().map(Change::actionId).sorted().toList();
    assertThat(ids).isEqualTo(pipe.source().actionIds());
  }

  private static void terminateConnections(Postgres server, String database) throws Exception {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = '%s'"
              .formatted(database));
    }
  }

  /** Lets the writers work for a time; nothing is asserted about what they get done in it. */
  private static void load(long millis) throws InterruptedException {
    assertThat(new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)).isFalse();
  }
}
