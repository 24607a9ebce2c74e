package io.employeecdc.pipeline.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.apply.Effect;
import io.employeecdc.consumer.batch.Outcome;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplayProgressTest {
  private static final String START_OF_LINE = "\r";
  private static final String REST_IS_EMPTY = "\u001b[K";

  private final StringWriter err = new StringWriter();
  private final ReplayTotals totals = new ReplayTotals();
  private Duration elapsed = Duration.ZERO;

  @AfterEach
  void leaveTheTerminal() {
    System.clearProperty("cdc.terminal");
  }

  @Test
  void a_terminal_shows_count_of_total_rate_and_remaining_time_on_one_line() {
    ReplayProgress progress = onTerminal(900);

    after(Duration.ofSeconds(1), 30, Effect.APPLIED);
    progress.show(totals);
    assertThat(err).hasToString(line("30 of 900  30/s  29 s left  30 applied"));

    after(Duration.ofSeconds(10), 10, Effect.DUPLICATE);
    progress.show(totals);
    assertThat(err.toString())
        .endsWith(line("40 of 900  4/s  3:35 min left  30 applied, 10 duplicate"))
        .doesNotContain("\n");
  }

  @Test
  void remaining_time_may_be_hours_or_none() {
    ReplayProgress progress = onTerminal(100);

    after(Duration.ofMinutes(6), 10, Effect.APPLIED);
    progress.show(totals);
    assertThat(err).hasToString(line("10 of 100  0/s  54:00 min left  10 applied"));

    after(Duration.ofHours(2), 10, Effect.APPLIED);
    progress.show(totals);
    assertThat(err.toString()).endsWith(line("20 of 100  0/s  8:00 h left  20 applied"));

    after(Duration.ofHours(3), 80, Effect.APPLIED);
    progress.show(totals);
    assertThat(err.toString()).endsWith(line("100 of 100  0/s  0 s left  100 applied"));
  }

  @Test
  void on_a_terminal_the_line_makes_room_for_what_others_say() {
    ReplayProgress progress = onTerminal(2);
    after(Duration.ofSeconds(1), 1, Effect.APPLIED);
    progress.show(totals);

    progress.note("waiting for the target");
    progress.clear();

    assertThat(err.toString())
        .endsWith(START_OF_LINE + REST_IS_EMPTY + "waiting for the target\n")
        .containsOnlyOnce(START_OF_LINE + REST_IS_EMPTY);
  }

  @Test
  void without_a_terminal_a_line_is_printed_now_and_then_and_none_is_rewritten() {
    ReplayProgress progress = new ReplayProgress(900, new PrintWriter(err), this::nanoTime);

    for (int second = 1; second <= 25; second++) {
      after(Duration.ofSeconds(second), 1, Effect.APPLIED);
      progress.show(totals);
    }
    progress.note("waiting for the target");
    progress.clear();

    assertThat(err)
        .hasToString(
            """
            11 of 900  1/s  14:49 min left  11 applied
            22 of 900  1/s  14:38 min left  22 applied
            waiting for the target
            """);
  }

  private ReplayProgress onTerminal(long total) {
    System.setProperty("cdc.terminal", "true");
    return new ReplayProgress(total, new PrintWriter(err), this::nanoTime);
  }

  private static String line(String text) {
    return START_OF_LINE + text + REST_IS_EMPTY;
  }

  private void after(Duration sinceBegin, int more, Effect effect) {
    elapsed = sinceBegin;
    DeadLetter letter = new DeadLetter(new Place(0, 0), "7", Map.of());
    for (int i = 0; i < more; i++) {
      totals.add(new Replayed(letter, new Outcome.Done(effect)));
    }
  }

  private long nanoTime() {
    return elapsed.toNanos();
  }
}
