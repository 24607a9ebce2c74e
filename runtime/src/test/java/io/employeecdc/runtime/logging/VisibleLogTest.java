package io.employeecdc.runtime.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import io.employeecdc.runtime.output.Visible;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** With the pattern of the services. */
class VisibleLogTest {
  private static final String HOSTILE = "x\n12:00:00.000 INFO all is well\u001b[2J\u009b\u202e";

  @Test
  void nobody_but_us_adds_lines_to_the_log() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    var console = (ConsoleAppender<ILoggingEvent>) root.getAppender("console");
    var pattern = (PatternLayoutEncoder) console.getEncoder();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      ILoggingEvent event =
          event(context, "topic {}", new IllegalStateException(HOSTILE, cause()), HOSTILE);
      String text = pattern.getLayout().doLayout(event);
      assertThat(text.lines().toList())
          .allMatch(line -> Visible.of(line.replace("\t", "")).equals(line.replace("\t", "")))
          .noneMatch(line -> line.startsWith("12:00:00.000"));
      assertThat(text).contains("IllegalStateException: x\\n12:00", "Caused by: ", "Suppressed: ");

      new StartSummary("producer").with("topic", HOSTILE).with("group", "g").log(root);
      List<String> summary = bytes.toString(StandardCharsets.UTF_8).lines().toList();
      assertThat(summary).hasSize(4).noneMatch(line -> line.startsWith("12:00:00.000"));
    } finally {
      System.setErr(before);
    }
  }

  private static Throwable cause() {
    Exception cause = new IllegalArgumentException(HOSTILE);
    cause.addSuppressed(new IllegalArgumentException(HOSTILE));
    return cause;
  }

  private static ILoggingEvent event(
      LoggerContext context, String message, Throwable thrown, Object... arguments) {
    return new LoggingEvent("x", context.getLogger("x"), Level.WARN, message, thrown, arguments);
  }
}
