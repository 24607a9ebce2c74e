package io.employeecdc.contract;

/** The registry did not give what was asked for; the reason says whether asking again can help. */
public final class RegistryException extends Exception {
  /** Why. */
  public enum Reason {
    /** No answer, or an answer that says to come back later: the same question may be answered. */
    UNREACHABLE,
    /** It answered, and has no such subject, version or id. */
    NOT_FOUND,
    /** It has the schema, and it is of another kind, or without bounds. */
    NOT_AVRO,
    /** It answered that we may not. */
    REFUSED,
    /** It answered that the request makes no sense, such as an incompatible schema. */
    REJECTED
  }

  private final Reason reason;

  RegistryException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
