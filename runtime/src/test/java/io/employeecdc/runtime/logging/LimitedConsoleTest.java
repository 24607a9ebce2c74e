package io.employeecdc.runtime.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LimitedConsoleTest {
  private final LoggerContext context = new LoggerContext();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final LimitedConsole console = new LimitedConsole();

  @BeforeEach
  void start() {
    context.setMDCAdapter(new LogbackMDCAdapter());
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%level %msg%n");
    encoder.start();
    console.setContext(context);
    console.setEncoder(encoder);
    console.start();
    console.setOutputStream(written);
  }

  @Test
  void a_warning_that_repeats_is_written_ten_times_a_minute_and_then_counted() {
    for (int i = 0; i < 1_000; i++) {
      append(Level.WARN, 1_000_000 + i, "broker {} is away", i % 3);
    }
    assertThat(lines()).hasSize(LimitedConsole.MOST).startsWith("WARN broker 0 is away");

    append(Level.WARN, 1_060_000, "broker {} is away", 7);
    assertThat(lines())
        .hasSize(LimitedConsole.MOST + 2)
        .endsWith("WARN broker 7 is away", "WARN 990 more like it since then were left out");
  }

  @Test
  void messages_that_differ_by_numbers_alone_are_of_one_wording() {
    for (int i = 0; i < 100; i++) {
      append(Level.WARN, 1_000_000, "request " + i + " to node " + i % 3 + " failed", 0);
    }
    assertThat(lines()).hasSize(LimitedConsole.MOST);
  }

  @Test
  void other_wordings_and_what_is_no_warning_are_always_written() {
    for (int i = 0; i < 100; i++) {
      append(Level.WARN, 1_000_000, "broker {} is away", i);
      append(Level.INFO, 1_000_000, "batch {} is done", i);
    }
    append(Level.ERROR, 1_000_000, "the disk is full", 0);
    assertThat(lines()).hasSize(LimitedConsole.MOST + 100 + 1).endsWith("ERROR the disk is full");
  }

  private void append(Level level, long millis, String wording, int argument) {
    LoggingEvent event = new LoggingEvent();
    event.setLoggerContext(context);
    event.setLoggerName("test");
    event.setThreadName("test");
    event.setLevel(level);
    event.setTimeStamp(millis);
    event.setMessage(wording);
    event.setArgumentArray(new Object[] {argument});
    console.doAppend(event);
  }

  private List<String> lines() {
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
