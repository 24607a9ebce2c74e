package io.employeecdc.consumer.decode;

import io.employeecdc.consumer.failure.Cause;
import io.employeecdc.consumer.failure.DecodeFault;

/** A record is not a change that can be applied. The message holds nothing of its content. */
final class UndecodableException extends Exception {
  private final DecodeFault fault;

  UndecodableException(DecodeFault fault, String message) {
    this(fault, message, null);
  }

  UndecodableException(DecodeFault fault, String message, Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  Decoded.Bad outcome() {
    Throwable origin = getCause() == null ? this : getCause();
    return new Decoded.Bad(Cause.of(fault, origin.getClass().getName(), getMessage()));
  }
}
