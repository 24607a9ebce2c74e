package io.employeecdc.runtime.logging;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.CoreConstants;
import io.employeecdc.runtime.output.Visible;
import java.util.Arrays;

/** A short stack trace, in which no exception's message adds lines. */
public final class VisibleTrace extends ThrowableHandlingConverter {
  /** Of each exception. */
  static final int FRAMES = 6;

  @Override
  public String convert(ILoggingEvent event) {
    StringBuilder text = new StringBuilder();
    append(text, "", "", event.getThrowableProxy());
    return text.toString();
  }

  private static void append(
      StringBuilder text, String indent, String relation, IThrowableProxy thrown) {
    if (thrown == null) {
      return;
    }
    String message = thrown.getMessage() == null ? "" : ": " + Visible.of(thrown.getMessage());
    text.append(indent).append(relation).append(thrown.getClassName()).append(message);
    text.append(CoreConstants.LINE_SEPARATOR);
    StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
    Arrays.stream(frames)
        .limit(Math.min(FRAMES, frames.length - thrown.getCommonFrames()))
        .map(frame -> indent + '\t' + frame + CoreConstants.LINE_SEPARATOR)
        .forEach(text::append);
    Arrays.stream(thrown.getSuppressed())
        .forEach(each -> append(text, indent + '\t', "Suppressed: ", each));
    append(text, indent, "Caused by: ", thrown.getCause());
  }
}
