package io.employeecdc.runtime.logging;

import io.employeecdc.runtime.failure.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/** Messages with a code that the runbook explains, in the text and as a field. */
public final class Coded {
  private Coded() {}

  /**
   * Warns.
   *
   * @param message as SLF4J takes it, with a {@code {}} for each argument
   */
  public static void warn(Logger log, ErrorCode code, String message, Object... arguments) {
    write(log.atWarn(), code, message, arguments);
  }

  /** As {@link #warn}, with the fields that the event has already. */
  public static void write(
      LoggingEventBuilder event, ErrorCode code, String message, Object... arguments) {
    LoggingEventBuilder coded = event.addKeyValue("code", code.toString());
    for (Object argument : arguments) {
      coded = coded.addArgument(argument);
    }
    coded.addArgument(code).log(message + " [{}]");
  }
}
