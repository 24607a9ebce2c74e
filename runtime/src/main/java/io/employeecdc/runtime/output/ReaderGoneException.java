package io.employeecdc.runtime.output;

/** Whoever read our standard output does not any more, as {@code head} when it has enough. */
public final class ReaderGoneException extends RuntimeException {
  ReaderGoneException(Throwable cause) {
    super("nobody reads standard output any more", cause);
  }
}
