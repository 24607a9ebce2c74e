package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.localstack.process.Service;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Unique values change hands in all ways, while one of two consumers is killed again and again, and
 * with each death and each start partitions go from one to the other. The producer publishes so few
 * changes at a time that a taker comes a chunk before its giver.
 */
@Tag("nightly")
@AnyPlace
class HandedOnTest {
  private static final int ROWS = 1_000;
  private static final String CITY = "update employees set city = '%s' where emp_id = %d";

  /** Among so few rows a value is wanted again before it has gone round. */
  private static final int FEW = 40;

  private final Random random = new Random(7);

  private PipelineUnderTest pipeline;
  private Service stays;
  private Service dies;

  private interface Step {
    void play(Statement statement, int number) throws SQLException;
  }

  private void begin(String name) throws Exception {
    pipeline = PipelineUnderTest.create(name);
    pipeline.source(
        "alter table employees add constraint one_per_city unique (city)"
            + " deferrable initially deferred");
    pipeline.target("alter table employees add constraint one_per_city unique (city)");
    Service producer = pipeline.producer(Map.of("CDC_CHUNK_SIZE", "10"));
    stays = pipeline.consumer(Map.of("CDC_THREADS", "2"));
    dies = pipeline.consumer(Map.of());
    List.of(producer, stays, dies).parallelStream().forEach(Service::start);
    pipeline.source(
        "insert into employees (emp_id, city) select g, 'u' || g from generate_series(1, %d) g"
            .formatted(ROWS));
  }

  @AfterEach
  void end() {
    pipeline.close();
  }

  @Test
  void unique_values_change_hands_and_no_good_change_is_a_dead_letter() throws Exception {
    begin("handed_on");

    CompletableFuture<Void> scenes = CompletableFuture.runAsync(this::playAll);
    while (!scenes.isDone()) {
      dies.kill();
      dies.start();
    }
    scenes.join();

    requireAllApplied();
  }

  /** The first giver is held up in the target, so takers of other partitions come before theirs. */
  @Test
  void one_is_handed_on_along_a_chain_of_1_000_in_as_many_transactions() throws Exception {
    begin("handed_on_chain");
    pipeline.awaitNewest();
    try (Connection target = pipeline.connectTarget();
        Statement hold = target.createStatement()) {
      target.setAutoCommit(false);
      hold.execute("select from employee_versions where emp_id = 1 for update");
      playWithDeath(
          1_000,
          (statement, number) -> {
            String takes = number == 1 ? "between" : "u" + (number - 1);
            statement.execute(CITY.formatted(takes, number));
          },
          () -> parked() > 0);
      pipeline.waiting("most of the chain waits").until(() -> parked() > 300);
      target.rollback();
    }

    requireAllApplied();
  }

  @Test
  void they_go_round_among_40_rows_at_random_in_4_500_transactions() throws Exception {
    begin("handed_on_random");
    pipeline.awaitNewest();
    long before = pipeline.countProcessed();

    playWithDeath(
        4_500,
        (statement, number) -> {
          int one = random.nextInt(FEW);
          swap(statement, 1 + one, 1 + (one + 1 + random.nextInt(FEW - 1)) % FEW);
        },
        () -> pipeline.countProcessed() > before);

    requireAllApplied();
  }

  /**
   * A consumer dies in their middle, and one joins: all the partitions change hands twice.
   *
   * @param begun whether the consumers are at work on them
   */
  private void playWithDeath(int steps, Step step, Callable<Boolean> begun) throws SQLException {
    try (Connection source = pipeline.connectSource();
        Statement statement = source.createStatement()) {
      for (int number = 1; number <= steps; number++) {
        step.play(statement, number);
        if (number == steps / 3) {
          pipeline.waiting("the consumers are at work on them").until(begun);
          dies.kill();
        } else if (number == 2 * steps / 3) {
          dies.start();
        }
      }
    }
  }

  private void requireAllApplied() throws Exception {
    pipeline.awaitEqual();
    await().atMost(Duration.ofMinutes(1)).until(() -> parked() == 0);
    assertThat(TopicContent.deadLetters(pipeline.channel())).isEmpty();
    assertThat(stays.alive()).isTrue();
    assertThat(dies.alive()).isTrue();
  }

  private int parked() throws SQLException {
    return Integer.parseInt(pipeline.askTarget("select count(*) from parked_changes"));
  }

  private void playAll() {
    try (Connection source = pipeline.connectSource();
        Statement statement = source.createStatement()) {
      for (int round = 0; round < 5; round++) {
        statement.execute(
            "update employees set city = 'u' || (substr(city, 2)::int %% %d + 1)".formatted(ROWS));
        swap(statement, 1 + round, 500 + round);
        chain(statement, round);
        atRandom(statement);
        statement.execute("delete from employees where emp_id = " + (900 + round));
        statement.execute(
            "insert into employees (emp_id, city) select %d, 'u' || g from generate_series(1, %d) g"
                    .formatted(2_000 + round, ROWS)
                + " where not exists (select from employees where city = 'u' || g) limit 1");
        statement.execute(
            "update employees set emp_id = emp_id + 10000 where emp_id = " + (800 + round));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void swap(Statement statement, int one, int other) throws SQLException {
    statement.execute(
        ("update employees e set city = o.city from employees o"
                + " where e.emp_id in (%1$d, %2$d) and o.emp_id in (%1$d, %2$d) and o.emp_id <> e.emp_id")
            .formatted(one, other));
  }

  /** Each takes what the one before had, in a transaction of its own. */
  private static void chain(Statement statement, int round) throws SQLException {
    String before = "between " + round;
    for (int employee = 1; employee <= 300; employee++) {
      try (var row =
          statement.executeQuery("select city from employees where emp_id = " + employee)) {
        row.next();
        String own = row.getString(1);
        statement.execute(CITY.formatted(before, employee));
        before = own;
      }
    }
    // Back to the form that the whole shift reads.
    statement.execute(CITY.formatted(before, 1));
  }

  private void atRandom(Statement statement) throws SQLException {
    for (int i = 0; i < 200; i++) {
      swap(statement, 1 + random.nextInt(40), 41 + random.nextInt(40));
    }
  }
}
