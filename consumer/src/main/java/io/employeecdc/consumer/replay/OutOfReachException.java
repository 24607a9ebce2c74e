package io.employeecdc.consumer.replay;

/** Something does not answer now; the message says what, without any value of a record. */
final class OutOfReachException extends Exception {
  OutOfReachException(String message, Throwable cause) {
    super(message, cause);
  }
}
