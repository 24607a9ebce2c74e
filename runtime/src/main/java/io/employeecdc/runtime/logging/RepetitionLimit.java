package io.employeecdc.runtime.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Lets a warning or error that comes again and again through a few times a minute. Without it a
 * broker that is away fills a disk with Kafka's warnings.
 */
public final class RepetitionLimit extends Filter<ILoggingEvent> {
  /** How often one of the same wording is written in a minute. */
  static final int MOST = 10;

  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  private static final long WINDOW = Duration.ofMinutes(1).toMillis();

  /** Wordings are constants of the code; some libraries compose them. */
  private static final int WORDINGS = 500;

  private final Map<String, Integer> counts = new HashMap<>();
  private long begun;

  @Override
  public FilterReply decide(ILoggingEvent event) {
    if (!event.getLevel().isGreaterOrEqual(Level.WARN)) {
      return FilterReply.NEUTRAL;
    }
    synchronized (counts) {
      if (Math.abs(event.getTimeStamp() - begun) >= WINDOW || counts.size() > WORDINGS) {
        counts.clear();
        begun = event.getTimeStamp();
      }
      boolean more = counts.merge(wording(event), 1, Integer::sum) > MOST;
      return more ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
  }

  /** Kafka's clients fill in ids and counts themselves, so messages may differ by their numbers. */
  private static String wording(ILoggingEvent event) {
    return event.getLoggerName() + ' ' + NUMBER.matcher(event.getMessage()).replaceAll("#");
  }
}
