package io.employeecdc.runtime.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepetitionLimitTest {
  private final RepetitionLimit limit = new RepetitionLimit();
  private final List<String> written = new ArrayList<>();

  @Test
  void a_warning_that_repeats_is_written_ten_times_a_minute() {
    for (int i = 0; i < 1_000; i++) {
      log(Level.WARN, 1_000_000 + i, "broker {} is away");
    }
    assertThat(written).hasSize(RepetitionLimit.MOST);

    log(Level.WARN, 1_060_000, "broker {} is away");
    assertThat(written).hasSize(RepetitionLimit.MOST + 1);
  }

  @Test
  void messages_that_differ_by_numbers_alone_are_of_one_wording() {
    for (int i = 0; i < 100; i++) {
      log(Level.WARN, 1_000_000, "request " + i + " to node " + i % 3 + " failed");
    }
    assertThat(written).hasSize(RepetitionLimit.MOST);
  }

  @Test
  void other_wordings_and_what_is_no_warning_are_always_written() {
    for (int i = 0; i < 100; i++) {
      log(Level.WARN, 1_000_000, "broker {} is away");
      log(Level.INFO, 1_000_000, "batch {} is done");
    }
    log(Level.ERROR, 1_000_000, "the disk is full");
    assertThat(written).hasSize(RepetitionLimit.MOST + 100 + 1).endsWith("the disk is full");
  }

  private void log(Level level, long millis, String wording) {
    LoggingEvent event = new LoggingEvent();
    event.setLoggerName("test");
    event.setLevel(level);
    event.setTimeStamp(millis);
    event.setMessage(wording);
    if (limit.decide(event) != FilterReply.DENY) {
      written.add(wording);
    }
  }
}
