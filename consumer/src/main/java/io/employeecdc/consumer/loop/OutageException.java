package io.employeecdc.consumer.loop;

import io.employeecdc.consumer.apply.Fault;
import java.util.Optional;

/** A dependency is out of reach: the same batch again, later. */
final class OutageException extends Exception {
  private final String dependency;
  private final Optional<Fault> targetFault;

  OutageException(String dependency, String message, Exception cause) {
    this(dependency, message, Optional.empty(), cause);
  }

  OutageException(String dependency, String message, Optional<Fault> targetFault, Exception cause) {
    super(message, cause);
    this.dependency = dependency;
    this.targetFault = targetFault;
  }

  /** {@code registry}, {@code target} or {@code kafka}. */
  String dependency() {
    return dependency;
  }

  /** What the target said, if it is the target that is out of reach. */
  Optional<Fault> targetFault() {
    return targetFault;
  }
}
