package io.employeecdc.runtime.registry;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.logging.Coded;
import java.time.Duration;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the registry at start, and tells the log what a service does that seems to do nothing.
 */
public final class RegistryWait {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryWait.class);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

  private RegistryWait() {}

  /**
   * Asks until it answers.
   *
   * @param question fails with {@link ErrorCode#REGISTRY_UNREACHABLE} where waiting may help
   * @param stop pauses, and says whether the service is to stop
   * @throws CdcException what the question failed with, at once or in the end
   */
  public static void until(
      RegistrySettings registry, Duration limit, Runnable question, Predicate<Duration> stop) {
    long end = System.nanoTime() + limit.toNanos();
    for (boolean first = true; ; first = false) {
      try {
        question.run();
        if (!first) {
          LOG.info("The registry at {} answers", registry.url());
        }
        return;
      } catch (CdcException e) {
        if (e.code() != ErrorCode.REGISTRY_UNREACHABLE || System.nanoTime() - end > 0) {
          throw e;
        }
        if (first) {
          Coded.warn(
              LOG,
              ErrorCode.REGISTRY_UNREACHABLE,
              "Waiting for the registry at {}, for {} s at most",
              registry.url(),
              limit.toSeconds());
        }
        if (stop.test(BETWEEN_TRIES)) {
          throw e;
        }
      }
    }
  }
}
