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

  /** A cause that is known. As text, a code that says no more than the exit code is left out. */
  static void say(PrintWriter err, String command, CdcException e) {
    if (LogFormat.current() == LogFormat.JSON) {
      Coded.write(LOG.atError(), e.code(), "{}: {}", command, e.getMessage());
      return;
    }
    boolean general = e.code() == ErrorCode.of(e.exitCode());
    String text = command + ": " + e.getMessage() + (general ? "" : " [" + e.code() + "]");
    text.lines().forEach(err::println);
    err.flush();
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
