package io.employeecdc.runtime.logging;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.employeecdc.runtime.output.Visible;
import java.util.stream.Collectors;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/**
 * A message on the line where it begins, whatever is in it: without this, who names a topic or a
 * type writes lines of the log.
 */
public final class VisibleMessage extends MessageConverter {
  /** Marks a message whose lines are ours and whose parts are visible already. */
  static final Marker LINES = MarkerFactory.getMarker("LINES");

  @Override
  public String convert(ILoggingEvent event) {
    String message = event.getFormattedMessage();
    boolean lines = event.getMarkerList() != null && event.getMarkerList().contains(LINES);
    return lines
        ? message.lines().map(Visible::of).collect(Collectors.joining(System.lineSeparator()))
        : Visible.of(String.valueOf(message));
  }
}
