package io.employeecdc.schematools.registration;

/** A plan was not, or not wholly, carried out; the message says what was done and what was not. */
public final class RegistrationException extends Exception {
  public enum Reason {
    /** The registry is not what it was when the plan was made. */
    CHANGED,
    /** The registry holds what the files do not explain. */
    UNEXPLAINED,
    /** The registry takes no changes. */
    READ_ONLY,
    /** The registry does not take one of the versions. */
    NOT_TAKEN
  }

  private final Reason reason;

  RegistrationException(Reason reason, String message) {
    this(reason, message, null);
  }

  RegistrationException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
