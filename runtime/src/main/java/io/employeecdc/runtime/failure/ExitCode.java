package io.employeecdc.runtime.failure;

/** The exit codes of every command and service; a contract with scripts and schedulers. */
public enum ExitCode {
  DONE(0),
  /** A defect of ours: please report it. */
  UNEXPECTED(1),
  /** The command line or an option is wrong. */
  USAGE(2),
  /** What the options point at is not set up as it must be. */
  CONFIGURATION(3),
  /** Authentication, authorisation or TLS said no. */
  REFUSED(4),
  /** A dependency did not answer in time. */
  UNREACHABLE(5),
  /** A schema is not registered, or not compatible. */
  INCOMPATIBLE_SCHEMA(6),
  /** Data differs, or was refused. */
  DATA(7),
  /** Another producer, or replay, with the same id took over or is at work. */
  FENCED(8);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
