package io.employeecdc.runtime.failure;

/**
 * Ends a command: one line for the operator and the exit code.
 *
 * <p>The message names what is wrong, where, and what to do. It never holds a row's values or a
 * password.
 */
public final class CdcException extends RuntimeException {
  private final ExitCode exitCode;

  public CdcException(ExitCode exitCode, String message) {
    this(exitCode, message, null);
  }

  public CdcException(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  public ExitCode exitCode() {
    return exitCode;
  }
}
