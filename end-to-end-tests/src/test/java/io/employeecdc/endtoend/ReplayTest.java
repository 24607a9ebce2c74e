package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.process.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Replays on their own, beside a producer and a consumer that work. */
@AnyPlace
class ReplayTest {
  private static final int LETTERS = 120;
  private static final String CHECKED = "alter table employees add constraint few check (%s)";
  private static final String UNCHECKED = "alter table employees drop constraint few";

  private static PipelineUnderTest pipeline;

  @BeforeAll
  static void start() throws Exception {
    pipeline = PipelineUnderTest.create("replay");
    Service producer = pipeline.producer(Map.of());
    // Many dead letters of one cause are what it is about.
    Service consumer =
        pipeline.consumer(Map.of("CDC_BATCH_SIZE", "50", "CDC_MAX_DEAD_LETTER_RATE", "off"));
    List.of(producer, consumer).parallelStream().forEach(Service::start);
  }

  @AfterAll
  static void end() {
    pipeline.close();
  }

  @BeforeEach
  void empty() throws Exception {
    pipeline.source("delete from employees where emp_id > 800000");
    pipeline.awaitTablesEqual();
  }

  @Test
  void two_at_once_beside_a_running_consumer_leave_the_target_equal() throws Exception {
    deadLetters(800_001);
    // Some are newer in the table by now, some are gone; one letter stays bad.
    pipeline.source("update employees set salary = 1 where emp_id between 800001 and 800030");
    pipeline.source("delete from employees where emp_id between 800031 and 800060");
    pipeline.awaitNewest();
    pipeline.target(UNCHECKED);
    pipeline.target(CHECKED.formatted("emp_id <> 800100 or salary = 1"));
    CompletableFuture<Void> load = pipeline.play(1500, 3);

    try (RunningCommand one = replay("--rate", "100/s");
        RunningCommand other = replay("--rate", "100/s")) {
      assertThat(List.of(one.exitCode(), other.exitCode()))
          .describedAs(one.out() + one.err() + other.out() + other.err())
          .allMatch(code -> List.of(0, 7, 8).contains(code))
          .contains(7);
    }

    load.join();
    assertThat(copiesOf("800100")).isBetween(2L, 3L);
    pipeline.source("update employees set salary = 1 where emp_id = 800100");
    pipeline.awaitNewest();
    pipeline.awaitTablesEqual();
    try (RunningCommand last = replay()) {
      assertThat(last.exitCode()).isZero();
      assertThat(last.out()).contains("1 to replay", "1 superseded");
    }
    pipeline.target(UNCHECKED);
  }

  @Tag("nightly")
  @Test
  void stopped_by_ctrl_c_or_killed_it_goes_on_where_it_was() throws Exception {
    deadLetters(810_001);
    pipeline.target(UNCHECKED);

    long done;
    try (RunningCommand stopped = replay("--rate", "10/s")) {
      pipeline.waiting("some are replayed").until(() -> lines(stopped) >= 10);
      int exitCode = stopped.interrupt();
      assertThat(stopped.exitCode()).isEqualTo(exitCode);
      done = lines(stopped);
      assertThat(done).isBetween(10L, LETTERS - 1L);
      assertThat(stopped.out()).contains("are left: run it again");
      assertThat(stopped.err()).doesNotContain("Exception");
    }
    try (RunningCommand killed = replay("--rate", "10/s")) {
      pipeline.waiting("some more are replayed").until(() -> lines(killed) >= 10);
      killed.kill();
      assertThat(killed.out()).contains((LETTERS - done) + " to replay");
    }
    try (RunningCommand last = replay()) {
      assertThat(last.exitCode()).isZero();
    }
    pipeline.awaitTablesEqual();
    try (RunningCommand nothing = replay()) {
      assertThat(nothing.exitCode()).isZero();
      assertThat(nothing.out()).contains("0 to replay");
    }
  }

  /** Inserts employees whom the target refuses. */
  private static void deadLetters(int first) throws Exception {
    pipeline.target(CHECKED.formatted("salary is null or salary <> 7654321"));
    long before = letters().size();
    pipeline.source(
        "insert into employees select g, 'Ada', 'B', '1999-09-09', 'C', 7654321"
            + " from generate_series(%d, %d) g".formatted(first, first + LETTERS - 1));
    pipeline.waiting("all are dead letters").until(() -> letters().size() == before + LETTERS);
    pipeline.awaitNoLag();
  }

  private static RunningCommand replay(String... options) throws Exception {
    String group = pipeline.channel().names().group() + "_replay";
    return pipeline.begin(
        Map.of("CDC_REPLAY_GROUP", group),
        Stream.concat(Stream.of("dlq", "replay", "--yes"), Stream.of(options))
            .toArray(String[]::new));
  }

  /** How many letters it has said to have replayed. */
  private static long lines(RunningCommand replay) throws IOException {
    return replay.out().lines().filter(line -> line.matches(" +0:\\d+ .*")).count();
  }

  private static List<ConsumerRecord<byte[], byte[]>> letters() {
    return TopicContent.deadLetters(pipeline.channel());
  }

  private static long copiesOf(String key) {
    return letters().stream()
        .filter(letter -> new String(letter.key(), StandardCharsets.UTF_8).equals(key))
        .count();
  }
}
