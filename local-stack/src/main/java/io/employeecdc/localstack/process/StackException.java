package io.employeecdc.localstack.process;

/** Says in one message, fit for the user, why the stack or one of its servers cannot be had. */
public final class StackException extends RuntimeException {
  public StackException(String message) {
    super(message);
  }

  public StackException(String message, Throwable cause) {
    super(message, cause);
  }
}
