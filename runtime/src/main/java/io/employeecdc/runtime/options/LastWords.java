package io.employeecdc.runtime.options;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.logging.Coded;
import io.employeecdc.runtime.logging.LogFormat;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a command says when it ends without having done its work. */
final class LastWords {
  private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

  private LastWords() {}

  /** A cause that is known. The code ends the first line; more lines are its details. */
  static void say(PrintWriter err, String command, CdcException e) {
    if (LogFormat.current() == LogFormat.JSON) {
      Coded.write(LOG.atError(), e.code(), "{}: {}", command, e.getMessage());
      return;
    }
    String[] lines = e.getMessage().split("\n", 2);
    boolean listFollows = lines[0].endsWith(":");
    String first = listFollows ? lines[0].substring(0, lines[0].length() - 1) : lines[0];
    err.println(command + ": " + first + " [" + e.code() + "]" + (listFollows ? ":" : ""));
    if (lines.length > 1) {
      err.println(lines[1]);
    }
  }

  /** A defect of ours. */
  static void defect(String command, Exception e) {
    Coded.write(
        LOG.atError().setCause(e),
        ErrorCode.UNEXPECTED,
        "{} ended by a defect of its own",
        command);
  }
}
