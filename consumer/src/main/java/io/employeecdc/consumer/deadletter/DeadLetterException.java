package io.employeecdc.consumer.deadletter;

/** The dead letters and offsets are perhaps not written; trying again may help. */
public final class DeadLetterException extends Exception {
  DeadLetterException(String message, Throwable cause) {
    super(message, cause);
  }
}
