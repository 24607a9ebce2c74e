package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

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

  /** In mid-load. */
  private static RunningProducer takeOver(Pipe pipe, CompletableFuture<CommandRun> first)
      throws Exception {
    try (Writers writers = Writers.start(pipe.source(), 8, SEED)) {
      pipe.topic().readUntil(records -> records.size() > 50);
      RunningProducer second = pipe.produce(20);
      CommandRun ended = first.get(60, TimeUnit.SECONDS);

      assertThat(ended.exitCode()).isEqualTo(8);
      assertThat(ended.output())
          .contains("another producer with --producer-id '" + pipe.topic().name() + "' took over")
          .doesNotContain("\tat ");
      assertThat(writers.commits()).isPositive();
      return second;
    }
  }
}
