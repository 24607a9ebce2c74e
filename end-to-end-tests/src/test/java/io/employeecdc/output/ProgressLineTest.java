package io.employeecdc.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.runtime.results.ProgressLine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private static final String START_OF_LINE = "\r";
  private static final String REST_IS_EMPTY = "\u001b[K";

  private final StringWriter err = new StringWriter();
  private Duration elapsed = Duration.ZERO;

  @AfterEach
  void leaveTheTerminal() {
    System.clearProperty("cdc.terminal");
  }

  @Test
  void a_terminal_shows_count_of_all_rate_and_remaining_time_on_one_line() {
    ProgressLine progress = onTerminal();

    show(progress, Duration.ofSeconds(1), 30, 900);
    assertThat(err).hasToString(line("30 of 900  30/s  29 s left"));

    show(progress, Duration.ofSeconds(10), 40, 900);
    assertThat(err.toString()).endsWith(line("40 of 900  4/s  3:35 min left")).doesNotContain("\n");
  }

  @Test
  void remaining_time_may_be_hours_or_none() {
    ProgressLine progress = onTerminal();

    show(progress, Duration.ofMinutes(6), 10, 100);
    assertThat(err).hasToString(line("10 of 100  0/s  54:00 min left"));

    show(progress, Duration.ofHours(2), 20, 100);
    assertThat(err.toString()).endsWith(line("20 of 100  0/s  8:00 h left"));

    show(progress, Duration.ofHours(3), 100, 100);
    assertThat(err.toString()).endsWith(line("100 of 100  0/s  0 s left"));
  }

  @Test
  void on_a_terminal_the_line_makes_room_for_what_others_say() {
    ProgressLine progress = onTerminal();
    show(progress, Duration.ofSeconds(1), 1, 2);

    progress.note("waiting for the target");
    progress.clear();

    assertThat(err.toString())
        .endsWith(START_OF_LINE + REST_IS_EMPTY + "waiting for the target\n")
        .containsOnlyOnce(START_OF_LINE + REST_IS_EMPTY);
  }

  @Test
  void without_a_terminal_a_line_is_printed_now_and_then_and_none_is_rewritten() {
    ProgressLine progress = progress();

    for (int second = 1; second <= 25; second++) {
      show(progress, Duration.ofSeconds(second), second, 900);
    }
    progress.note("waiting for the target");
    progress.clear();

    assertThat(err)
        .hasToString(
            """
            11 of 900  1/s  14:49 min left
            22 of 900  1/s  14:38 min left
            waiting for the target
            """);
  }

  private ProgressLine onTerminal() {
    System.setProperty("cdc.terminal", "true");
    return progress();
  }

  private ProgressLine progress() {
    return new ProgressLine(new PrintWriter(err), Duration.ofSeconds(10), this::nanoTime);
  }

  private static String line(String text) {
    return START_OF_LINE + text + REST_IS_EMPTY;
  }

  private void show(ProgressLine progress, Duration sinceBegin, long done, long all) {
    elapsed = sinceBegin;
    progress.show(progress.rate(done, all));
  }

  private long nanoTime() {
    return elapsed.toNanos();
  }
}
