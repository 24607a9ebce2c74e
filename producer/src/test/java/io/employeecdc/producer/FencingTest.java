package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class FencingTest {
  private static final long SEED = Long.getLong("test.seed", System.nanoTime());

  @Test
  void a_second_producer_with_the_same_id_takes_over() throws Exception {
    Pipe pipe = Pipe.create("fenced");
    CompletableFuture<CommandRun> first =
        CommandRun.inBackground(pipe.environment(Map.of("CDC_CHUNK_SIZE", "20")));
    try (RunningProducer second = takeOver(pipe, first)) {
      pipe.untilCaughtUp();
      assertThat(second.end()).isNotDone();
    }
    Published.keepsThePromise(pipe);
  }

  /** The coordinator ends a transaction for its age with the same errors. */
  @Test
  void a_producer_whose_transactions_the_coordinator_ended_goes_on() throws Exception {
    Pipe pipe = Pipe.create("ended");
    try (RunningProducer producer = pipe.produce(20)) {
      try (Writers writers = Writers.start(pipe.source(), 8, SEED)) {
        pipe.topic().readUntil(records -> records.size() > 50);
        pipe.topic().endTransactionOf(pipe.topic().name());
        assertThat(writers.commits()).isPositive();
      }
      pipe.untilCaughtUp();
      assertThat(producer.end()).isNotDone();
    }
    Published.keepsThePromise(pipe);
  }

  /** Idle, it cannot learn of it from Kafka. */
  @Test
  void a_producer_that_another_took_over_from_ends_although_the_other_is_gone() throws Exception {
    Pipe pipe = Pipe.create("overtaken");
    CompletableFuture<CommandRun> first = CommandRun.inBackground(pipe.environment(Map.of()));
    pipe.untilCaughtUp();
    try (RunningProducer second = pipe.produce()) {
      second.awaitRound();
    }
    pipe.source().execute("insert into employees (emp_id) values (1)");
    endsFenced(pipe, first);
  }

  /** In mid-load. */
  private static RunningProducer takeOver(Pipe pipe, CompletableFuture<CommandRun> first)
      throws Exception {
    try (Writers writers = Writers.start(pipe.source(), 8, SEED)) {
      pipe.topic().readUntil(records -> records.size() > 50);
      RunningProducer second = pipe.produce(20);
      endsFenced(pipe, first);
      assertThat(writers.commits()).isPositive();
      return second;
    }
  }

  private static void endsFenced(Pipe pipe, CompletableFuture<CommandRun> first) throws Exception {
    CommandRun ended = first.get(60, TimeUnit.SECONDS);
    assertThat(ended.exitCode()).isEqualTo(8);
    assertThat(ended.output())
        .contains("another producer with --producer-id '" + pipe.topic().name() + "' took over")
        .doesNotContain("\tat ");
  }
}
