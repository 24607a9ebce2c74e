package io.employeecdc.runtime.failure;

/**
 * Ends a command: one line for the operator, a code that the runbook explains, and the exit code.
 *
 * <p>The message names what is wrong, where, and what to do. It never holds a row's values or a
 * password.
 */
public final class CdcException extends RuntimeException {
  private final ErrorCode code;

  public CdcException(ErrorCode code, String message) {
    this(code, message, null);
  }

  public CdcException(ErrorCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** One without a code of its own. */
  public CdcException(ExitCode exitCode, String message) {
    this(exitCode, message, null);
  }

  /** One without a code of its own. */
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
