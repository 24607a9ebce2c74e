package io.employeecdc.consumer.failure;

import java.util.Optional;

/** A dependency is out of reach: the same again, later. The message holds no value of a record. */
public final class OutageException extends Exception {
  private final String dependency;
  private final Optional<String> sqlState;

  public OutageException(String dependency, String message, Exception cause) {
    this(dependency, message, Optional.empty(), cause);
  }

  OutageException(String dependency, String message, Optional<String> sqlState, Exception cause) {
    super(message, cause);
    this.dependency = dependency;
    this.sqlState = sqlState;
  }

  /** {@code registry}, {@code target} or {@code kafka}. */
  public String dependency() {
    return dependency;
  }

  /** What the target said, if it is the target that is out of reach. */
  public Optional<String> sqlState() {
    return sqlState;
  }
}
