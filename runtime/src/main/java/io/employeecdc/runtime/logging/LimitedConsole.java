package io.employeecdc.runtime.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The console, on which a message that comes again and again is written a few times a minute, and
 * then how often it was left out. Without it a broker that is away fills a disk with Kafka's
 * warnings.
 */
public final class LimitedConsole extends ConsoleAppender<ILoggingEvent> {
  /** How often a warning or error of the same wording is written in a minute. */
  static final int MOST = 10;

  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  private static final long WINDOW = Duration.ofMinutes(1).toMillis();

  /** Wordings are constants of the code; some libraries compose them. */
  private static final int WORDINGS = 500;

  private final Map<String, Count> counts =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
          return size() > WORDINGS;
        }
      };

  private static final class Count {
    private long begun;
    private int written;
    private int leftOut;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (!event.getLevel().isGreaterOrEqual(Level.WARN)) {
      super.append(event);
      return;
    }
    int leftOut;
    synchronized (counts) {
      Count count = counts.computeIfAbsent(wording(event), wording -> new Count());
      leftOut = leftOut(count, event.getTimeStamp());
    }
    if (leftOut < 0) {
      return;
    }
    super.append(event);
    if (leftOut > 0) {
      super.append(note(event, leftOut));
    }
  }

  /** Kafka's clients fill in ids and counts themselves, so messages may differ by their numbers. */
  private static String wording(ILoggingEvent event) {
    return event.getLoggerName() + ' ' + NUMBER.matcher(event.getMessage()).replaceAll("#");
  }

  /** How many were left out before this one; -1 if it is left out itself. */
  private static int leftOut(Count count, long now) {
    int before = 0;
    if (now - count.begun >= WINDOW) {
      before = count.leftOut;
      count.begun = now;
      count.written = 0;
      count.leftOut = 0;
    }
    if (count.written == MOST) {
      count.leftOut++;
      return -1;
    }
    count.written++;
    return before;
  }

  private ILoggingEvent note(ILoggingEvent event, int leftOut) {
    LoggingEvent note = new LoggingEvent();
    note.setLoggerContext((LoggerContext) getContext());
    note.setLoggerName(event.getLoggerName());
    note.setThreadName(event.getThreadName());
    note.setTimeStamp(event.getTimeStamp());
    note.setLevel(event.getLevel());
    note.setMessage(leftOut + " more like it since then were left out");
    return note;
  }
}
