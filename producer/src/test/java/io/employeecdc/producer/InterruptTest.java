package io.employeecdc.producer;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.SplittableRandom;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One interrupt ends a producer, whatever it waits for by then. {@code -Dinterrupts=N} tries so
 * many instants.
 */
@Tag("servers")
class InterruptTest {
  private static final int COUNT = Integer.getInteger("interrupts", 8);
  private static final long SEED = Long.getLong("test.seed", System.nanoTime());

  /** From opening its clients to the last of many transactions. */
  private static final int LONGEST_MILLIS = 600;

  @Test
  void ends_a_producer_at_any_instant() throws Exception {
    Pipe pipe = Pipe.create("interrupted");
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < COUNT; i++) {
      pipe.source()
          .execute(
              "insert into employees (emp_id) select %d + generate_series(1, 1000)"
                  .formatted(i * 1000));
      RunningProducer producer = pipe.produce(50);
      if (i > 0) {
        assertThatThrownBy(() -> producer.end().get(random.nextInt(LONGEST_MILLIS), MILLISECONDS))
            .isInstanceOf(TimeoutException.class);
      }
      producer.interrupt();
      await("seed " + SEED + ", interrupt " + i).until(producer.end()::isDone);
    }
    try (RunningProducer last = pipe.produce(1000)) {
      assertThat(pipe.untilCaughtUp()).hasSize(COUNT * 1000);
      assertThat(last.end()).isNotDone();
    }
    Published.keepsThePromise(pipe);
  }
}
