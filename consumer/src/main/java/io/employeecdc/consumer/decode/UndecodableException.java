package io.employeecdc.consumer.decode;

import io.employeecdc.consumer.failure.Cause;
import io.employeecdc.consumer.failure.DecodeFault;

/** A record is not a change that can be applied. The message holds nothing of its content. */
public final class UndecodableException extends Exception {
  private final Cause reason;

  UndecodableException(DecodeFault fault, String message) {
    this(fault, message, null);
  }

  UndecodableException(DecodeFault fault, String message, Throwable cause) {
    super(message, cause);
    this.reason = Cause.of(fault, (cause == null ? this : cause).getClass().getName(), message);
  }

  /** What the record's outcome tells. */
  public Cause reason() {
    return reason;
  }
}
