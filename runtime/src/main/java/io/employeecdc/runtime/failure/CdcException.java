package io.employeecdc.runtime.failure;

import io.employeecdc.runtime.output.Visible;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Ends a command: one line for the operator, a code that the runbook explains, and the exit code.
 *
 * <p>The message names what is wrong, where, and what to do. It never holds a row's values or a
 * password. What others have put into it is {@linkplain Visible visible}; it is one line but where
 * it {@linkplain #listing lists}.
 */
public final class CdcException extends RuntimeException {
  private final ErrorCode code;

  public CdcException(ErrorCode code, String message) {
    this(code, message, null);
  }

  public CdcException(ErrorCode code, String message, Throwable cause) {
    this(code, cause, Visible.of(message));
  }

  private CdcException(ErrorCode code, Throwable cause, String visible) {
    super(visible, cause);
    this.code = code;
  }

  /** One whose message goes on with a line for each thing that is wrong. */
  public static CdcException listing(ErrorCode code, String head, List<String> lines) {
    return new CdcException(
        code,
        null,
        Stream.concat(Stream.of(head), lines.stream().map(line -> "  " + line))
            .map(Visible::of)
            .collect(Collectors.joining("\n")));
  }

  public CdcException(ExitCode exitCode, String message) {
    this(exitCode, message, null);
  }

  public CdcException(ExitCode exitCode, String message, Throwable cause) {
    this(ErrorCode.of(exitCode), message, cause);
  }

  public ErrorCode code() {
    return code;
  }

  public ExitCode exitCode() {
    return code.exitCode();
  }
}
