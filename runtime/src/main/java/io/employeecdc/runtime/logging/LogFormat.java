package io.employeecdc.runtime.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.util.Locale;
import net.logstash.logback.decorate.EscapeNonAsciiJsonFactoryDecorator;
import net.logstash.logback.encoder.LogstashEncoder;
import net.logstash.logback.fieldnames.LogstashCommonFieldNames;
import net.logstash.logback.fieldnames.LogstashFieldNames;
import net.logstash.logback.stacktrace.ShortenedThrowableConverter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

public enum LogFormat {
  /** A line each, or a few, for a person. */
  TEXT,
  /** An object each, on one line, with what the message is about as fields of their own. */
  JSON;

  private static volatile LogFormat current = TEXT;

  public static LogFormat current() {
    return current;
  }

  /** Uses JSON from here on if the text, as from the environment, says so. */
  public static void begin(String text) {
    if (JSON.name().toLowerCase(Locale.ROOT).equals(text)) {
      JSON.use();
    }
  }

  /** Writes all messages in this format from here on; a service does not go back to text. */
  public void use() {
    if (this == TEXT || current == this) {
      return;
    }
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    if (context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("console")
        instanceof ConsoleAppender<ILoggingEvent> console) {
      console.setEncoder(json(context));
      current = this;
    }
  }

  private static LogstashEncoder json(LoggerContext context) {
    LogstashFieldNames names = new LogstashFieldNames();
    names.setVersion(LogstashCommonFieldNames.IGNORE_FIELD_INDICATOR);
    names.setLevelValue(LogstashCommonFieldNames.IGNORE_FIELD_INDICATOR);
    ShortenedThrowableConverter traces = new ShortenedThrowableConverter();
    traces.setMaxDepthPerThrowable(VisibleTrace.FRAMES);
    traces.start();
    LogstashEncoder encoder = new LogstashEncoder();
    encoder.setContext(context);
    encoder.setFieldNames(names);
    encoder.setThrowableConverter(traces);
    // Nothing in a value steers a terminal; Jackson by itself leaves controls above ASCII's.
    encoder.setJsonFactoryDecorator(new EscapeNonAsciiJsonFactoryDecorator());
    encoder.start();
    return encoder;
  }
}
